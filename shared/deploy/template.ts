// A template of CloudFormation as data.

export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

export type Template = {
  readonly Description?: string;
  readonly Metadata?: { readonly [key: string]: Value };
  readonly Parameters: Readonly<Record<string, { readonly [key: string]: Value }>>;
  readonly Conditions?: Readonly<Record<string, Value>>;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: Value }>>;
};

export type TemplateResource = {
  readonly Type: string;
  readonly Properties?: { readonly [key: string]: Value };
  readonly DependsOn?: readonly string[];
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
};

/** What a template says of a text that only a deployment knows all of. */
export const sub = (text: string): Value => (text.includes('${') ? { 'Fn::Sub': text } : text);
