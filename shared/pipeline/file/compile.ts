// The mapping section as what the normaliser evaluates.
import { compileExpression, type Expression, markedExpression } from '../mapping/expression.ts';
import type { Field, FieldPath, Mapping, TextSource } from '../mapping/mapping.ts';
import type { PlainEvents } from '../plain-event.ts';
import type { WrittenMapping } from './mappings.ts';
import type { WrittenEvents } from './pipeline-file.ts';

const expression = (text: string): Expression => {
  const compiled = compileExpression(text);
  if (compiled.refusal) throw new Error(`an expression passed the schema and ${compiled.refusal.what}`);
  return compiled.expression;
};

const textSource = (text: string): TextSource => {
  const inside = markedExpression(text);
  return inside === undefined ? { text } : { expression: expression(inside) };
};

const step = /`([^`]+)`|[^.`]+/g;

const pathOf = (text: string): FieldPath => [...text.matchAll(step)].map(([whole, quoted]) => quoted ?? whole);

/** A field that is listed by its path alone is named after the path. A dot would be a path again in ClickHouse. */
export const nameOf = (text: string): string => pathOf(text).join('_').replaceAll('.', '_');

const fieldsOf = (fields: WrittenMapping['tags']): readonly Field[] =>
  Array.isArray(fields)
    ? fields.map((text) => ({ name: nameOf(text), path: pathOf(text) }))
    : Object.entries(fields).map(([name, text]) => ({ name, path: pathOf(text) }));

/** Undefined where the records are changes of MongoDB. */
export const plainEventsOf = (written: WrittenEvents | undefined): PlainEvents | undefined =>
  written && {
    namespace: { db: written.system, coll: written.kind },
    id: pathOf(written.id),
    at: written.at === undefined ? undefined : pathOf(written.at),
  };

/** Throws for an expression that the schema would have refused. */
export const compileMapping = (written: WrittenMapping): Mapping => {
  const type = written.event_type_override;
  return {
    match: { db: written.match['ns.db'], coll: written.match['ns.coll'] },
    version: written.version,
    eventType: type && {
      when: expression(type.when),
      value: textSource(type.value),
      otherwise: type.else === undefined ? undefined : textSource(type.else),
    },
    tags: fieldsOf(written.tags),
    attributes: fieldsOf(written.attrs),
  };
};
