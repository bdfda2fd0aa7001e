/** One other way to write a runbook. */
export interface Edit {
  readonly what: string;
  readonly text: string;
}

const DECLARED = /^(appliance|master-target|datastore|process-server) (\S+) \{/gm;

/**
 * Every text that differs in one setting of one machine or of the vault: another appliance, master target, datastore or
 * process server of those declared, the other location, or the setting left out.
 */
export function* alternativesTo(text: string): Generator<Edit> {
  const declared = Map.groupBy(text.matchAll(DECLARED), ([, kind = '']) => kind);
  const names = (...kinds: readonly string[]) =>
    kinds.flatMap((kind) => (declared.get(kind) ?? []).map(([, , name = '']) => name));
  const choices: Readonly<Record<string, readonly string[]>> = {
    via: names('appliance', 'master-target'),
    datastore: names('datastore'),
    'process-server': names('process-server'),
    location: ['alternate'],
    'recovery-point': [],
    policy: [],
    'failback-policy': [],
    'log-storage': [],
    'run-as': [],
    'retention-drive': [],
    source: [],
  };
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const [, key = '', value = ''] = /^\s+([a-z-]+): (.*)$/.exec(line) ?? [];
    const others = choices[key];
    // That a machine has no old one to come home into is a fact, and no text changes it.
    if (others === undefined || (key === 'location' && value === 'alternate')) continue;
    for (const other of others)
      if (other !== value)
        yield edited(
          lines,
          index,
          line.replace(/: .*$/, () => `: ${other}`),
        );
    yield edited(lines, index, undefined);
  }
}

function edited(lines: readonly string[], index: number, line: string | undefined): Edit {
  const text = lines.toSpliced(index, 1, ...(line === undefined ? [] : [line])).join('\n');
  return { what: `${index + 1}: ${lines[index]?.trim()} → ${line?.trim() ?? 'left out'}`, text };
}
