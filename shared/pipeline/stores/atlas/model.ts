// Metadata as entities of Apache Atlas, in the JSON of its REST API v2.
import { isRecord } from '../../is-record.ts';
import type { Entity } from '../entity.ts';

const attribute = (name: string, typeName: string, isIndexable: boolean) => ({
  ...{ name, typeName, isOptional: true, cardinality: 'SINGLE', isUnique: false, isIndexable },
});

/** What must be there before the function writes: `POST /api/atlas/v2/types/typedefs`. 409 says that it is there already. */
export const typeDefinitions = (type: string) => ({
  entityDefs: [
    {
      name: type,
      description: 'The newest event about a thing',
      // With `qualifiedName`, by which an entity is found again, and `name`.
      superTypes: ['Asset'],
      typeVersion: '1.0',
      attributeDefs: [
        attribute('kind', 'string', true),
        attribute('eventType', 'string', true),
        attribute('eventTime', 'string', true),
        attribute('eventKey', 'string', false),
        attribute('deleted', 'boolean', true),
        // The index takes 32 kB of a text at most.
        attribute('body', 'string', false),
      ],
    },
  ],
});

export const qualifiedNameOf = ({ kind, id }: Pick<Entity, 'kind' | 'id'>): string => `${kind}:${id}`;

export const atlasEntity = (type: string, entity: Entity) => {
  const { kind, id, eventType, eventTime, eventKey, deleted, body } = entity;
  return {
    typeName: type,
    attributes: {
      qualifiedName: qualifiedNameOf(entity),
      name: id,
      ...{ kind, eventType, eventTime, eventKey, deleted },
      body: JSON.stringify(body),
    },
  };
};

/** The version that Atlas holds, by qualified name. What has no version is not by us, and older than anything. */
export type Held = ReadonlyMap<string, Pick<Entity, 'eventTime' | 'eventKey'>>;

export const heldIn = (answer: unknown): Held => {
  const entities = isRecord(answer) && Array.isArray(answer.entities) ? answer.entities : [];
  return new Map(
    entities.flatMap((entity: unknown) => {
      const attributes = isRecord(entity) && isRecord(entity.attributes) ? entity.attributes : {};
      const { qualifiedName, eventTime, eventKey } = attributes;
      return typeof qualifiedName === 'string' && typeof eventTime === 'string' && typeof eventKey === 'string'
        ? [[qualifiedName, { eventTime, eventKey }] as const]
        : [];
    }),
  );
};

/** Jetty takes 8 kB of a request's head. */
const addressMax = 4_000;
const overhead = 'attr_1000:qualifiedName=&'.length;

const sizeOf = (entity: Entity): number => encodeURIComponent(qualifiedNameOf(entity)).length + overhead;

export const refusalOf = (entity: Entity): string | undefined =>
  sizeOf(entity) > addressMax ? `its qualified name has more than ${addressMax} characters in a URL` : undefined;

/** So many as one request can ask about. */
export const asked = (entities: readonly Entity[]): readonly (readonly Entity[])[] => {
  const parts: Entity[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const entity of entities) {
    size += sizeOf(entity);
    if (size > addressMax) {
      parts.push([]);
      size = sizeOf(entity);
    }
    parts.at(-1)?.push(entity);
  }
  return parts;
};

export const addressOf = (type: string, entities: readonly Entity[]): string => {
  const names = entities.map((one, index) => `attr_${index}:qualifiedName=${encodeURIComponent(qualifiedNameOf(one))}`);
  return `/api/atlas/v2/entity/bulk/uniqueAttribute/type/${type}?${names.join('&')}&ignoreRelationships=true&minExtInfo=true`;
};
