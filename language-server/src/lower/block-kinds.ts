import type { AstNode } from 'langium';
import type { Block } from '../generated/ast.ts';
import type { Namespace } from '../names/namespaces.ts';
import { lowerRunbookHead } from './lower-runbook-block.ts';
import * as site from './lower-site.ts';
import { lowerAfterAll, lowerApp, lowerConsistencyGroup, lowerWave } from './lower-waves.ts';
import type { Lowering } from './lowering.ts';

/**
 * The order in which blocks are lowered: what is referred to before what refers to it. Nothing can refer in a circle;
 * waves wait for one another by name only.
 */
export const PHASES = {
  things: 0,
  places: 1,
  hosts: 2,
  targets: 3,
  defaults: 4,
  machines: 5,
  moves: 6,
} as const;

export type Phase = (typeof PHASES)[keyof typeof PHASES];

interface BlockKind {
  readonly phase: Phase;
  /** Undefined for machines and what they inherit, which are lowered by part. */
  readonly lower: ((lowering: Lowering, node: never) => unknown) | undefined;
}

const KINDS: Readonly<Record<Block['$type'], BlockKind>> = {
  Vault: { phase: PHASES.things, lower: site.lowerVault },
  Person: { phase: PHASES.things, lower: site.lowerPerson },
  TrafficProfile: { phase: PHASES.things, lower: site.lowerTrafficProfile },
  VCenter: { phase: PHASES.things, lower: site.lowerVCenter },
  ProcessServer: { phase: PHASES.things, lower: site.lowerProcessServer },
  Connection: { phase: PHASES.things, lower: site.lowerConnection },
  ConfigurationServer: { phase: PHASES.places, lower: site.lowerConfigurationServer },
  Datastore: { phase: PHASES.places, lower: site.lowerDatastore },
  Host: { phase: PHASES.hosts, lower: site.lowerHost },
  Appliance: { phase: PHASES.targets, lower: site.lowerAppliance },
  MasterTarget: { phase: PHASES.targets, lower: site.lowerMasterTarget },
  Defaults: { phase: PHASES.defaults, lower: undefined },
  Vm: { phase: PHASES.machines, lower: undefined },
  VmGroup: { phase: PHASES.machines, lower: undefined },
  App: { phase: PHASES.moves, lower: lowerApp },
  ConsistencyGroup: { phase: PHASES.moves, lower: lowerConsistencyGroup },
  Wave: { phase: PHASES.moves, lower: lowerWave },
  AfterAll: { phase: PHASES.moves, lower: lowerAfterAll },
  Runbook: { phase: PHASES.moves, lower: lowerRunbookHead },
};

/** All types of blocks. */
export const EVERY_TYPE: readonly string[] = Object.keys(KINDS);

export function phaseOf(block: Block): Phase {
  return KINDS[block.$type].phase;
}

export function lowerBlock(lowering: Lowering, block: AstNode & { readonly $type: Block['$type'] }): unknown {
  return KINDS[block.$type].lower?.(lowering, block as never);
}

/** Names that are ready to be read when a phase is over. A wave is known by its name, before anything is lowered. */
export const NAMED_IN: Readonly<Record<Phase, readonly Namespace[]>> = {
  0: ['vault', 'person', 'traffic-profile', 'vcenter', 'process-server', 'connection'],
  1: ['configuration-server', 'datastore'],
  2: ['host'],
  3: ['replication target'],
  4: [],
  5: ['machine'],
  6: [],
};
