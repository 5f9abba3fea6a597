import { z } from 'zod';
import { LIMITS } from '../limits';

/** Ids are lower-case UUIDv7; anything else names nothing. */
export const ID_SHAPE =
  /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A whole number in a query string. */
export const queryNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, { error: 'must be a whole number' })
    .refine(value => Number(value) >= min && Number(value) <= max, {
      error: `must be from ${min} to ${max}`,
    })
    .meta({ type: 'integer', minimum: min, maximum: max });

/** `true` or `false` in a query string. */
export const queryFlag = () => z.enum(['true', 'false']);

/** One value or several of the same key in a query string. */
export const oneOrMany = <T extends z.ZodType>(item: T) =>
  z.union([item, z.array(item).min(1).max(LIMITS.page)]);

/** How every list is paged: forward by an opaque cursor. */
export const paging = {
  limit: queryNumber(1, LIMITS.page).optional(),
  cursor: z.string().min(1).max(4_096).optional(),
};

/** A page of a list; `nextCursor` is absent on the last one. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().optional() });

/** A page of a list. */
export type Page<T> = { items: T[]; nextCursor?: string };

/** A body that carries nothing. */
export const emptyBody = z.strictObject({});
