import { isRejection, type Rejection, reject } from '../../kernel/rejection.ts';
import type { ReadContext, WriteContext } from '../http/handler.ts';
import type { Condition } from './bindings.ts';
import { type Entity, entityOf, findRow } from './entity.ts';
import type { Resource } from './resource.ts';

/** The path's own entity comes last; what it is a part of, first. */
export const pathRef = (path: unknown): string => Object.values(path as Record<string, string>).at(-1) ?? '';
const parentRef = (path: unknown): string => Object.values(path as Record<string, string>)[0] ?? '';

/** The entity that a path value names, or the resource's 404. */
export const findEntity = async (
  resource: Resource,
  ref: string,
  context: ReadContext | WriteContext,
  forUpdate = false,
): Promise<Entity | Rejection> => {
  const row = await findRow(context.db, resource.table, ref, {
    forUpdate,
    ...(resource.idColumn === undefined ? {} : { idColumn: resource.idColumn }),
  });
  return row
    ? entityOf(resource.table, row, context.clock.zone)
    : reject(resource.notFound, `${resource.label} ${ref.slice(0, 80)} does not exist`, 404);
};

/**
 * The entity that a path names first, for a resource that is a part of it; locked in a write, so that its parts change one after the other. What
 * the path of a collection misses is answered with the status of the catalogue.
 */
export const parentOf = async (
  { parent }: Resource,
  path: unknown,
  context: ReadContext | WriteContext,
  forUpdate: boolean,
): Promise<Entity | Rejection | undefined> => {
  if (!parent) return undefined;
  const { resource } = parent;
  const ref = parentRef(path);
  const found = await findEntity(resource, ref, context, forUpdate);
  return isRejection(found) ? reject(resource.notFound, found.errors[0]?.source, parent.status) : found;
};

/** The entity that a whole path names: one of another parent does not exist there. */
export const entityAt = async (
  resource: Resource,
  path: unknown,
  context: WriteContext,
): Promise<Entity | Rejection> => {
  const { parent } = resource;
  const owner = parent && (await findEntity(parent.resource, parentRef(path), context, true));
  if (isRejection(owner)) return owner;
  const ref = pathRef(path);
  const entity = await findEntity(resource, ref, context, true);
  if (isRejection(entity) || !parent || entity[parent.property] === owner?.encodedKey) return entity;
  return reject(resource.notFound, `${resource.label} ${ref.slice(0, 80)} does not exist`, 404);
};

export const ofParent = (resource: Resource, parent: Entity | undefined): readonly Condition[] => {
  const column = resource.parent && resource.table.columns[resource.parent.property]?.column;
  return parent && column ? [({ bind }) => `t.${column} = ${bind(parent.encodedKey)}::uuid`] : [];
};
