import { type FileSystemProvider, type URI, UriUtils } from 'langium';
import { FILE, FOLDER, type Offer } from './items.ts';

/** Which files each setting wants. */
const WANTED: Readonly<Record<string, RegExp>> = {
  Import: /\.failback$/i,
  InventorySetting: /\.json$/i,
  ScriptSetting: /\.(ps1|sh|py|cmd|bat|psm1)$/i,
  SignersSetting: /^[^.]+$|signers/i,
  AuthoritySetting: /\.(pem|crt|cer)$/i,
};

/** Whether a setting names a file. */
export function namesFile(rule: string): boolean {
  return WANTED[rule] !== undefined;
}

/** Files and folders below what is typed of a path, the fitting ones only; `typed` is what stands behind the last slash then. */
export async function pathOffers(
  rule: string,
  document: URI,
  written: string,
  files: FileSystemProvider,
): Promise<{ readonly offers: readonly Offer[]; readonly typed: string }> {
  const slash = written.lastIndexOf('/');
  const folder = UriUtils.resolvePath(UriUtils.dirname(document), written.slice(0, slash + 1) || '.');
  const typed = written.slice(slash + 1);
  const wanted = WANTED[rule];
  if (wanted === undefined) return { offers: [], typed };
  const entries = await files.readDirectory(folder).catch(() => []);
  const prefix = rule === 'Import' && slash < 0 ? './' : '';
  const offers = entries.flatMap((entry): Offer[] => {
    const name = UriUtils.basename(entry.uri);
    if (name.startsWith('.') || name === 'node_modules' || entry.uri.toString() === document.toString()) return [];
    if (entry.isDirectory) return [{ label: name, kind: FOLDER, insert: `${prefix}${name}/`, rank: 1, goesOn: true }];
    return wanted.test(name) ? [{ label: name, kind: FILE, insert: `${prefix}${name}`, detail: DETAIL[rule] }] : [];
  });
  return { offers: offers.toSorted((one, other) => one.label.localeCompare(other.label)), typed };
}

const DETAIL: Readonly<Record<string, string>> = {
  Import: 'a file to import',
  InventorySetting: 'an inventory',
  ScriptSetting: 'a script',
  SignersSetting: 'public keys',
  AuthoritySetting: 'a certificate authority',
};
