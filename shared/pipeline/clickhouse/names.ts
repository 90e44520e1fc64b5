// What the tables and views of a pipeline are called in ClickHouse, all after the table with the events.

export type SinkNames = {
  readonly table: string;
  readonly dead: string;
  readonly stage: string;
  readonly storeView: string;
  readonly deadView: string;
  readonly kafkaTable: string;
  readonly pumpView: string;
};

/** With the guide's `record_raw`, its `kafka_record_src` and `mv_record_ingest`. */
export const sinkNames = (database: string, table: string): SinkNames => {
  const base = table.replace(/_raw$/, '');
  const full = (name: string): string => `${database}.${name}`;
  return {
    table: full(table),
    dead: full(`${base}_dead`),
    stage: full(`${base}_stage`),
    storeView: full(`mv_${base}_store`),
    deadView: full(`mv_${base}_dead`),
    kafkaTable: full(`kafka_${base}_src`),
    pumpView: full(`mv_${base}_ingest`),
  };
};
