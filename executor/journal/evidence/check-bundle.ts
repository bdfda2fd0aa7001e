import { bad, type Check, good, untold } from './check.ts';
import { MANIFEST, type Manifest, manifestSchema, SIGNATURES } from './manifest.ts';
import { PACKED_BY, pack } from './pack.ts';
import type { RunFiles } from './run-files.ts';
import { sha256 } from './sha256.ts';

/** What the manifest of a bundle says of its files; undefined where it cannot be read. */
export async function readManifest(files: RunFiles): Promise<Manifest | undefined> {
  const text = await files.read(MANIFEST);
  try {
    return text === undefined ? undefined : manifestSchema.parse(JSON.parse(Buffer.from(text).toString('utf8')));
  } catch {
    return undefined;
  }
}

/** Each file as the manifest has it, and no other. */
export async function checkManifest(files: RunFiles, manifest: Manifest | undefined): Promise<Check> {
  const what = 'manifest';
  if (manifest === undefined)
    return bad(what, `There is no '${MANIFEST}' that can be read, so nobody knows what belongs to the bundle.`);
  const listed = new Map(manifest.files.map(({ name, sha256: hash }) => [name, hash]));
  const strange = files.names.filter((name) => name !== MANIFEST && name !== SIGNATURES && !listed.has(name));
  const missing: string[] = [];
  const changed: string[] = [];
  for (const [name, hash] of listed) {
    const bytes = await files.read(name);
    if (bytes === undefined) missing.push(name);
    else if (sha256(bytes) !== hash) changed.push(name);
  }
  const troubles = [
    ...changed.map((name) => `'${name}' is not the file that was packed.`),
    ...missing.map((name) => `'${name}' is missing.`),
    ...strange.map((name) => `'${name}' was put in later.`),
  ];
  if (troubles.length > 0) return bad(what, troubles.join(' '));
  return good(what, `${listed.size} files are those that were packed.`);
}

/** The archive around the files has bits of its own, which no hash of a file covers; packed anew they must be the same. */
export async function checkContainer(
  files: RunFiles,
  bytes: Uint8Array,
  manifest: Manifest | undefined,
): Promise<Check> {
  const what = 'archive';
  if (manifest?.packedBy !== PACKED_BY)
    return untold(
      what,
      'Another version packed it, so nobody can tell whether the archive around the files is as it was.',
    );
  const contents = new Map<string, Uint8Array>();
  for (const name of files.names) {
    const content = await files.read(name);
    if (content !== undefined) contents.set(name, content);
  }
  if (Buffer.from(pack(contents)).equals(bytes)) return good(what, 'Byte for byte as it was packed.');
  return bad(
    what,
    'The archive around the files is not as it was packed: it was damaged, or another program packed it anew.',
  );
}
