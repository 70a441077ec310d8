import * as z from 'zod';

/** A string that says something. */
export const text = () => z.string().min(1);

/** One such string, or several. */
export const texts = () => z.union([text(), z.array(text()).min(1)]);
