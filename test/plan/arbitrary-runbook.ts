import fc from 'fast-check';

interface MachineShape {
  readonly disks: number;
  readonly via: number;
  readonly alternate: boolean;
  readonly deleteOld: boolean;
}

interface WaveShape {
  readonly machines: readonly MachineShape[];
  readonly after: readonly number[];
  readonly atMost: number | undefined;
  readonly gate: readonly ('approve' | 'without' | 'nothing')[];
  readonly probe: boolean;
}

const machine: fc.Arbitrary<MachineShape> = fc.record({
  disks: fc.integer({ min: 0, max: 25 }),
  via: fc.integer({ min: 0, max: 2 }),
  alternate: fc.boolean(),
  deleteOld: fc.boolean(),
});

const wave: fc.Arbitrary<WaveShape> = fc.record({
  machines: fc.array(machine, { minLength: 1, maxLength: 7 }),
  after: fc.array(fc.nat(4), { maxLength: 2 }),
  atMost: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  gate: fc.tuple(gate(), gate(), gate()),
  probe: fc.boolean(),
});

/** Texts of runbooks of either architecture, all without fault, many of them unwise. */
export const runbookText: fc.Arbitrary<string> = fc
  .record({
    classic: fc.boolean(),
    waves: fc.array(wave, { minLength: 1, maxLength: 5 }),
    commonGates: fc.boolean(),
    batches: fc.constantFrom('', 'batches: 1, rest', 'batches: 1, 2, rest', 'batches: 2'),
    apps: fc.array(fc.record({ members: fc.array(fc.nat(20), { minLength: 1, maxLength: 6 }), hold: fc.boolean() }), {
      maxLength: 2,
    }),
  })
  .map(({ classic, waves, commonGates, batches, apps }) => {
    const names = waves.flatMap((shape, at) => shape.machines.map((_, index) => `m-${at}-${index}`));
    const ways = classic
      ? [0, 1, 2].map(
          (at) => `master-target way-${at} { os: linux  retention-drive: "/mnt/retention"  process-server: ps }`,
        )
      : [0, 1, 2].map((at) => `appliance way-${at} { }`);
    return [
      'vault dr { log-storage: "stlogs" }',
      'datastore ds { }',
      'person lead { name: "Dana Vermeer" }',
      classic ? 'process-server ps { where: azure  remove: after-failback }' : '',
      ...ways,
      `runbook r { architecture: ${classic ? 'classic' : 'modernized'}  vault: dr  ${batches}  ${commonGates ? gates(['approve', 'approve', 'approve']) : ''} }`,
      ...waves.flatMap(({ machines }, at) => machines.map((shape, index) => vm(`m-${at}-${index}`, shape))),
      ...waves.map((shape, at) => waveText(shape, at)),
      ...apps.map(({ members, hold }, at) => appText(members, hold, at, names)),
      'after-all { remove-leftovers: network-interfaces }',
    ].join('\n');
  });

function gate() {
  return fc.constantFrom('approve' as const, 'without' as const, 'nothing' as const);
}

function gates(kinds: WaveShape['gate']): string {
  return ['reprotect', 'failover', 'commit']
    .map((stage, at) => {
      if (kinds[at] === 'approve') return `before ${stage} { approve "Go" { by: lead } }`;
      return kinds[at] === 'without' ? `before ${stage} { without-approval "a drill" }` : '';
    })
    .join('\n  ');
}

function vm(name: string, { disks, via, alternate, deleteOld }: MachineShape): string {
  const written = Array.from({ length: disks }, (_, at) => `disk "${at}" { size: 64 GiB }`).join('  ');
  const location = alternate ? 'location: alternate' : '';
  const old = alternate && deleteOld ? 'delete-old-machine: true' : '';
  return `vm ${name} { via: way-${via}  os: linux "Ubuntu 22.04"  datastore: ds  ${location}  ${old}  ${written} }`;
}

function waveText({ machines, after, atMost, gate: kinds, probe }: WaveShape, at: number): string {
  const earlier = [...new Set(after.filter((other) => other < at))].map((other) => `wave-${other}`);
  return `wave wave-${at} {
  ${earlier.length === 0 ? '' : `after: ${earlier.join(', ')}`}
  machines: ${machines.map((_, index) => `m-${at}-${index}`).join(', ')}
  ${atMost === undefined ? '' : `at-most: ${atMost} machines`}
  ${gates(kinds)}
  ${probe ? `after failover { probe "It answers" { tcp: m-${at}-0  port: 443  within: 5 min } }` : ''}
}`;
}

function appText(members: readonly number[], hold: boolean, at: number, names: readonly string[]): string {
  const chosen = [...new Set(members.flatMap((member) => names[member % Math.max(1, names.length)] ?? []))];
  return chosen.length === 0
    ? ''
    : `app app-${at} { machines: ${chosen.join(', ')}  on-failure: ${hold ? 'hold' : 'continue'} }`;
}
