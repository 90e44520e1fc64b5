// A rule of the section `changes` as what the reader evaluates.
import { givenToRules, type Rule } from '../changes/rule.ts';
import { compileTemplate, type TextTemplate } from '../changes/text-template.ts';
import { compileExpression } from '../mapping/expression.ts';
import type { WrittenRule } from './changes.ts';

const template = (text: string): TextTemplate => {
  const compiled = compileTemplate(text, givenToRules);
  if (compiled.refusal) throw new Error(`a text passed the schema and ${compiled.refusal.what}`);
  return compiled.template;
};

/** Throws for an expression that the schema would have refused. */
export const compileRule = ({ table, when, source, severity, state, name, title, text }: WrittenRule): Rule => {
  const compiled = compileExpression(when, givenToRules);
  if (compiled.refusal) throw new Error(`an expression passed the schema and ${compiled.refusal.what}`);
  return {
    ...{ table, source, state, when: compiled.expression },
    // A return to normal alarms nobody.
    severity: severity ?? (state === 'ok' ? 'info' : 'warning'),
    name: template(name),
    title: template(title),
    text: text === undefined ? undefined : template(text),
  };
};
