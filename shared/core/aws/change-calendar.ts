// Reads a Change Calendar of AWS Systems Manager: a document whose content is iCalendar text.
import { GetDocumentCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { InputError } from '../errors.ts';
import { calling } from './errors.ts';

/** By its name, or by its ARN where another account shares it. Throws `OperationError`, and `InputError` for what is no calendar. */
export type ReadChangeCalendar = (name: string) => Promise<string>;

export const readChangeCalendar =
  (client: Pick<SSMClient, 'send'>): ReadChangeCalendar =>
  async (name) => {
    const found = await calling(`read Change Calendar ${name}`, () =>
      client.send(new GetDocumentCommand({ Name: name, DocumentFormat: 'TEXT' })),
    );
    if (found.DocumentType !== 'ChangeCalendar' || found.Content === undefined)
      throw new InputError(`document ${name} is of type ${found.DocumentType ?? 'unknown'}, not a Change Calendar`);
    return found.Content;
  };
