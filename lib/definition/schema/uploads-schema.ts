import * as z from 'zod';

/** Which way a registry takes blobs; the stack chooses from the same words as images.yaml. */
export const uploadsSchema = z.enum(['standard', 'ecr', 'whole']);

/** As the distribution specification has it, as Amazon ECR does, or each blob in one request alone. */
export type Uploads = z.infer<typeof uploadsSchema>;
