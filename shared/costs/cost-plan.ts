// What an environment was planned to cost a month, line by line, and where Cost Explorer shows what each line did cost.

/** Of which costs a line consists: those with one of the values of the component tag, of one of the services, or of both. */
export type Claim = { readonly services: readonly string[]; readonly tags: readonly string[] };

export type ActualOf =
  /** `isGuess`: by the line's name, as the plan does not say it. */
  | ({ readonly kind: 'cost-explorer'; readonly isGuess?: true } & Claim)
  /** Somebody knows it. In cents. */
  | { readonly kind: 'fixed'; readonly cents: number }
  /** On somebody else's bill. */
  | { readonly kind: 'external' }
  /** The plan does not say. */
  | { readonly kind: 'unsaid' };

export type PlannedLine = {
  readonly name: string;
  readonly plannedCents: number;
  /** What the line consists of. They are part of `plannedCents`, and not counted again. */
  readonly parts: readonly { readonly name: string; readonly plannedCents: number }[];
  readonly actual: ActualOf;
};

export type CostPlan = {
  /** The cost allocation tag with which resources say whose they are. */
  readonly tag: string;
  /** Its value for this environment; the name of the environment if it is not given. */
  readonly value: string | undefined;
  /** A second tag by which lines can claim costs. */
  readonly componentTag: string | undefined;
  readonly lines: readonly PlannedLine[];
};

export const defaultTag = 'Environment';

/** For an environment of which no plan is known: all that it costs is unplanned. */
export const noPlan: CostPlan = { tag: defaultTag, value: undefined, componentTag: undefined, lines: [] };

export const plannedTotal = ({ lines }: CostPlan): number =>
  lines.reduce((sum, { plannedCents }) => sum + plannedCents, 0);
