import type { RunCommand } from '../../core/run/commands.ts';
import { isGate } from '../../core/run/gates.ts';
import { seededChance } from '../../simulator/chance.ts';
import type { Knobs } from '../../simulator/knobs.ts';
import { QUICK, type Story, type World, worldOf } from './world.ts';

const bucket = (size: number, refillPerSecond: number) => ({ size, refillPerSecond });
const throttling = (size: number, refill: number) => ({
  reads: bucket(size, refill),
  writes: bucket(size, refill),
  deletes: bucket(size, refill),
});

/**
 * Every knob of the simulator, each way that the run must come home. The type has all of them, so one that is added later
 * is varied too or does not compile.
 */
export const WAYS: { readonly [K in keyof Knobs]: readonly Knobs[K][] } = {
  pageSize: [100, 1],
  listLagSeconds: [0, 60, 180],
  jobListLagSeconds: [0, 90],
  jobListCap: [200, 2],
  jobListWindowSeconds: [7 * 86_400, 86_400],
  connectionStatusInLists: [true, false],
  pagesRepeat: ['never', 'once'],
  idCase: ['recorded', 'lower', 'upper'],
  computerAheadSeconds: [0, 1800, -600],
  // A vault that is gone halts the run until a person says to go on; that has tests of its own.
  vaultGone: [null],
  retryAfterSeconds: [30, undefined],
  regionalHost: [true, false],
  pollsAt: ['replicationOperationStatus', 'replicationJobs'],
  pollingApiVersion: ['2021-06-01', '2023-06-01'],
  secondPost: ['refused', 'accepted'],
  verbNotAllowed: ['bad-request', 'conflict', 'failed-job'],
  unnamedJobShare: [13 / 37, 0, 1],
  unnamedJobSeconds: [8, 40],
  currentScenario: ['filled', 'none'],
  verbsWhileBusy: ['none', 'unchanged'],
  failbackCommittedState: [
    ['PlannedFailoverCommitted', 'Failover committed'],
    ['UnplannedFailoverCommitted', 'Failover committed'],
  ],
  classicCommittedState: [
    ['UnplannedFailoverStatesBegin', 'Failover committed'],
    ['UnplannedFailoverCommitted', 'Failover committed'],
  ],
  classicFailbackCommittedState: [
    ['UnplannedFailoverCommitted', 'Failover committed'],
    ['UnplannedFailoverStatesBegin', 'Failover committed'],
  ],
  classicCommit: ['CommitFailover', 'FinalizeFailback'],
  renames: ['never', 'reprotect'],
  oldItemAfterRename: ['gone', 'there'],
  groupMembersOneByOne: ['accepted', 'refused'],
  classicFailoverOfStopped: ['succeeds', 'fails'],
  protectDirection: ['optional', 'refused', 'required'],
  agentRegistrationSeconds: [null, 300],
  agentRegistrationInFailback: [null, false],
  cancelsFailedFailover: [true, false],
  commitDeletes: ['vm', 'vm-and-disks', 'vm-disks-and-interfaces'],
  commitUnderLock: ['fails', 'leaves-vm'],
  appConsistentPoints: [true, false],
  diskCompletionLagSeconds: [20, 200],
  reprotectSeconds: [60, 15],
  failoverSeconds: [70, 10],
  commitSeconds: [50, 1],
  cancelSeconds: [60, 20],
  refreshSeconds: [20, 60],
  jitter: [0.25, 0],
  replicationQueueSeconds: [30, 0],
  firstRecoveryPointSeconds: [60, 200],
  replicationRate: [1e12, 2e11],
  deltaShare: [0.04, 0.2],
  usedShare: [0.6, 0.9],
  crashConsistentSeconds: [60, 120],
  appConsistentSeconds: [120, 600],
  azureOperationSeconds: [20, 1],
  vmCreationSeconds: [30, 90],
  processServerRegistrationSeconds: [null, 45],
  trafficProbeSeconds: [10, 60],
  throttling: [throttling(250, 25), throttling(60, 10), undefined],
  vimPageSize: [500, 3],
  vimSessionSeconds: [null, 1800],
  vimPassword: [null, 'Rehearsal-1'],
  guestPassword: [null],
};

/** Everybody named answers every gate as soon as it opens. */
const answerAll: Story['people'] = (state, plan) =>
  plan.steps
    .filter(isGate)
    .filter(({ id }) => state.steps.get(id)?.status === 'waiting')
    .flatMap(({ id, by, kind }) =>
      by.people.map(({ name }): RunCommand => ({ kind: kind === 'approve' ? 'approve' : 'done', step: id, who: name })),
    );

const FAILOVER = 'data/erp-db-01/failover';

/** The owner takes the first failover back, has it made again, and approves only the second. */
const undoOnce: Story['people'] = (state) => {
  const failover = state.steps.get(FAILOVER);
  const wasUndone = failover?.survived.some((sentence) => sentence.includes('(undone)')) === true;
  const because = 'the database was inconsistent';
  if (failover?.failure?.code === 'undone') return [{ kind: 'retry', step: FAILOVER, who: 'erp-owner', because }];
  if (failover?.status !== 'done') return [];
  if (!wasUndone) return [{ kind: 'undo', step: FAILOVER, who: 'erp-owner', because }];
  if (state.steps.get('data/before-commit/approve')?.status !== 'waiting') return [];
  return ['erp-owner', 'dr-lead'].map(
    (who): RunCommand => ({ kind: 'approve', step: 'data/before-commit/approve', who }),
  );
};

/** Whoever looks at a machine that cannot be reprotected leaves it out. */
const skipFailed: Story['people'] = (state, plan) =>
  plan.steps
    .filter(({ id, kind }) => kind === 'reprotect' && state.steps.get(id)?.status === 'failed')
    .map(({ id }): RunCommand => ({ kind: 'skip', step: id, who: 'dr-lead', because: 'its agent is gone for good' }));

const before = (...gates: readonly string[]) => gates.map((gate) => ({ gate, who: 'dr-lead' }));

export const STORIES: Readonly<Record<'modernized' | 'classic', Readonly<Record<string, Story>>>> = {
  modernized: {
    'two waves': { runbook: 'waves' },
    'a pilot and the rest': { runbook: 'batches' },
    'people at every gate': { runbook: 'one', approvals: [], people: answerAll },
    'a failover taken back': {
      runbook: 'one',
      approvals: before('data/before-reprotect', 'data/before-failover'),
      people: undoOnce,
    },
    'a machine left out': {
      runbook: 'held',
      faults: ['95226@reprotect/erp-app-01#*'],
      people: skipFailed,
    },
    'answers lost on the way': {
      runbook: 'held',
      faults: [
        'lost-answer@failover/erp-app-01',
        '503-accepted@commit/erp-app-02',
        '429@reprotect/erp-app-02',
        'drop@protect/*',
      ],
    },
  },
  classic: {
    'a machine over its old self and one anew': { runbook: 'branch' },
    'a replication group': { runbook: 'group' },
    'an item that gets other names': { runbook: 'renamed', knobs: { renames: 'reprotect' } },
    'answers lost on the way': {
      runbook: 'renamed',
      faults: ['lost-answer@reprotect/branch-db', '500-accepted@failover/branch-db', 'lost-answer@protect/branch-db'],
    },
  },
};

/** Ways that a story cannot end well with, whoever executes it. */
const MUST: Readonly<Record<string, Partial<Knobs>>> = {
  'a replication group': { groupMembersOneByOne: 'accepted' },
};

/** Each story in `times` settings, each knob drawn for itself; the first setting is the simulator's own. */
export function worldsOf(architecture: keyof typeof STORIES, times: number, seed: number): readonly World[] {
  return Object.entries(STORIES[architecture]).flatMap(([name, story]) =>
    Array.from({ length: times }, (_, at) => {
      const knobs = at === 0 ? {} : { ...drawnKnobs(`${seed} ${architecture} ${name} ${at}`), ...MUST[name] };
      return worldOf(`${name}, setting ${at}`, story, seed + at, { ...knobs, ...story.knobs });
    }),
  );
}

function drawnKnobs(names: string): Partial<Knobs> {
  const chance = seededChance(1);
  const drawn = Object.entries(WAYS).map(([knob, ways]) => [
    knob,
    ways[Math.floor(chance.draw(names, knob) * ways.length)],
  ]);
  return { ...QUICK, ...(Object.fromEntries(drawn) as Partial<Knobs>) };
}
