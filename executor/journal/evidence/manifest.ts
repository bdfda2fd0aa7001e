import { z } from 'zod';

/** The first file of a bundle: what else is in it, each with its hash. Who signs a bundle signs this text. */
export const MANIFEST = 'manifest.json';
/** SSH signatures under the manifest; the one file that it cannot list. */
export const SIGNATURES = 'manifest.signatures.json';

const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

export const manifestSchema = z.object({
  schema: z.literal('failback/bundle'),
  version: z.literal(1),
  run: z.string(),
  runbook: z.string(),
  /** Of the plan that the run follows. */
  planHash: z.string(),
  /** Lines of the journal, and the hash of the last: with them nobody can take lines off its end. */
  journal: z.object({ lines: z.number().int().nonnegative(), hash: z.string() }),
  /** How the run stood. */
  status: z.string(),
  /** What made the file around all this, and so can tell whether a bit of it is another one. */
  packedBy: z.string(),
  files: z.array(z.object({ name: z.string(), sha256: sha256Hex, bytes: z.number().int().nonnegative() })),
});

export type Manifest = z.infer<typeof manifestSchema>;

export const signaturesSchema = z.object({
  schema: z.literal('failback/bundle-signatures'),
  version: z.literal(1),
  signatures: z.array(z.object({ identity: z.string(), signature: z.string() })),
});

export type BundleSignatures = z.infer<typeof signaturesSchema>['signatures'];

/** Keeps a signature under a bundle from counting as one under a plan or an answer. @source man ssh-keygen, -n namespace */
export const BUNDLE_NAMESPACE = 'failback-bundle';
