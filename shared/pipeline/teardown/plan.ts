// What a teardown would do, in the guide's order: first what writes, then what reads, then what is kept. Pure.
import type { SinkNames } from '../clickhouse/names.ts';

export type Step =
  | { readonly do: 'delete-connector'; readonly connector: string }
  | { readonly do: 'drop-view' | 'drop-table'; readonly name: string; readonly rows?: number }
  | { readonly do: 'delete-topic'; readonly topic: string; readonly id: string; readonly end: string };

export type Found = {
  /** Undefined: it does not exist. */
  readonly connector: string | undefined;
  /** Full names of the tables and views that exist, with the rows of those that hold any. */
  readonly tables: ReadonlyMap<string, number | undefined>;
  readonly topics: readonly { readonly name: string; readonly id: string; readonly end: bigint }[];
};

/** What holds data stays unless it is named: the events in ClickHouse, and the topics. */
export type Wish = { readonly table: boolean; readonly topics: boolean };

/** The pump first: with it the Kafka engine stops reading. A view goes before the table that it reads or fills. */
const droppedFirst = (names: SinkNames): readonly Extract<Step, { readonly name: string }>[] => [
  { do: 'drop-view', name: names.pumpView },
  { do: 'drop-table', name: names.kafkaTable },
  { do: 'drop-view', name: names.storeView },
  { do: 'drop-view', name: names.deadView },
  { do: 'drop-table', name: names.stage },
];

export const planTeardown = (found: Found, names: SinkNames, wish: Wish): readonly Step[] => {
  const kept: readonly Extract<Step, { readonly name: string }>[] = wish.table
    ? [
        { do: 'drop-table', name: names.dead },
        { do: 'drop-table', name: names.table },
      ]
    : [];
  return [
    ...(found.connector === undefined ? [] : [{ do: 'delete-connector' as const, connector: found.connector }]),
    ...[...droppedFirst(names), ...kept].flatMap((step) => {
      if (!found.tables.has(step.name)) return [];
      const rows = found.tables.get(step.name);
      return [rows === undefined ? step : { ...step, rows }];
    }),
    ...(wish.topics
      ? found.topics.map(({ name, id, end }) => ({ do: 'delete-topic' as const, topic: name, id, end: String(end) }))
      : []),
  ];
};

/** What stays although it belongs to the pipeline, for whoever reads the plan. */
export const keptOf = ({ tables, topics }: Found, names: SinkNames, wish: Wish): readonly string[] => [
  ...(wish.table ? [] : [names.table, names.dead].filter((name) => tables.has(name))),
  ...(wish.topics ? [] : topics.map(({ name }) => `topic ${name}`)),
];
