/**
 * A run written down by hand: two waves, four machines, in three moments of its life. Names and messages contain what
 * an enemy or an unlucky colleague might write into them.
 */

import { type Plan, type PlanStep, planSchema } from '../../core/plan/plan.ts';
import type { Failure, RunState, StepState } from '../../core/run/state.ts';
import type { MachineView, RunView, StepView, WaveView } from '../../core/run/view.ts';

const begin = Date.parse('2026-12-05T10:00:00Z');
const at = (minutes: number) => new Date(begin + minutes * 60_000).toISOString();

const people = [{ name: 'dr-lead', fullName: 'Dana Vermeer', email: 'dana.vermeer@contoso.example' }];
const estimate = { low: 300, likely: 600, high: 900, source: 'sample' };
const call = (operation: 'reprotect' | 'planned-failover' | 'commit' | 'protect') => ({
  operation,
  resourceId: null,
  body: null,
  requires: null,
});

export const unkindName = '<img src=x onerror=alert(1)>\u202e';

const waves = [
  { name: 'data', machines: ['erp-db-01', unkindName] },
  { name: 'apps', machines: ['erp-app-01', 'サーバー一号機-とても長い名前のアプリケーション'] },
] as const;

function machineSteps(wave: string, machine: string): PlanStep[] {
  const base = (kind: string, title: string) => ({
    id: `${wave}/${machine}/${kind}`,
    title,
    wave,
    machine,
    waitsFor: [],
    estimate,
    irreversible: null,
    undo: null,
    restsOn: [],
  });
  return [
    { ...base('reprotect', `Reprotect ${machine} to ds-gold`), kind: 'reprotect', call: call('reprotect'), bytes: 5e9 },
    { ...base('replicate', `Replicate ${machine}`), kind: 'replicate', recoveryPoint: 'crash-consistent' },
    { ...base('failover', `Fail over ${machine} to Amsterdam`), kind: 'failover', call: call('planned-failover') },
    { ...base('commit', `Commit ${machine}`), kind: 'commit', call: call('commit') },
    { ...base('protect', `Protect ${machine} again`), kind: 'protect', call: call('protect') },
    { ...base('home', `${machine} is home`), kind: 'home' },
  ];
}

function gate(wave: string, stage: 'failover' | 'commit', title: string): PlanStep {
  return {
    id: `${wave}/before-${stage}/approve`,
    title,
    kind: 'approve',
    stage,
    wave,
    machine: null,
    waitsFor: [],
    estimate,
    irreversible: null,
    undo: null,
    restsOn: [],
    by: { mode: 'all', people },
    expiresAfter: null,
  };
}

export const samplePlan: Plan = planSchema.parse({
  schema: 'failback/plan',
  version: 1,
  hash: 'a1b2c3d4e5f60718',
  runbook: {
    name: 'contoso-erp',
    file: 'contoso-erp.failback',
    change: 'CHG-4471',
    documentation: 'Bring the ERP back to Amsterdam after the October outage.',
  },
  architecture: 'modernized',
  vault: { name: 'dr-weu', id: null, subscription: null, resourceGroup: null, region: 'westeurope' },
  part: 'whole',
  freeze: null,
  machines: waves.flatMap((wave) =>
    wave.machines.map((name, index) => ({
      name,
      wave: wave.name,
      itemId: null,
      azureVmId: null,
      os: index === 0 ? 'windows' : 'linux',
      location: index === 0 ? 'original' : 'alternate',
      via: 'asr-app-01',
      datastore: 'ds-gold',
      disks: 3,
      bytes: 550 * 2 ** 30,
      batch: 0,
      app: null,
    })),
  ),
  waves: waves.map(({ name, machines }, index) => ({
    name,
    after: index === 0 ? [] : ['data'],
    machines: [...machines],
    atMost: 4,
    objective: index === 0 ? 4 * 3600 : 1200,
    onFailure: 'hold',
  })),
  steps: waves.flatMap((wave) => [
    ...wave.machines.flatMap((machine) => machineSteps(wave.name, machine)),
    gate(wave.name, 'failover', 'Business agrees to the cutover'),
    gate(wave.name, 'commit', 'ERP owner confirms the data'),
  ]),
  criticalPath: [],
  shorten: [],
  total: { low: 36_000, likely: 72_000, high: 108_000, source: 'sample' },
  bytes: { low: 40 * 2 ** 30, high: 1.5 * 2 ** 40 },
  costPerHour: null,
  accepted: [
    {
      code: 'FB140',
      subject: 'erp-db-01',
      title: 'Snapshots on the old machine',
      because: 'the storage team watches the datastore',
      by: 'dr-lead',
      until: '2026-12-31',
    },
  ],
  withoutApproval: [
    { wave: 'apps', stage: 'reprotect', because: 'the old machines of this wave were deleted in October' },
  ],
  leftBehind: ['The managed disks of 2 machines stay in rg-erp-dr and cost money until someone deletes them.'],
  blockedBy: [],
  inventory: { file: 'contoso-erp.inventory.json', capturedAt: at(-60) },
});

/** Minutes from the start at which a step of the data wave begins and ends; the apps wave is four hours later. */
const times: Record<string, readonly [number, number]> = {
  reprotect: [2, 22],
  replicate: [22, 400],
  'before-failover': [400, 415],
  failover: [415, 448],
  'before-commit': [448, 880],
  commit: [880, 886],
  protect: [886, 902],
  home: [902, 950],
};

const failure: Failure = {
  code: '95226',
  message: 'Reprotect failed: the <mobility agent> of the machine could not be reached.',
  possibleCauses: 'The machine has no outbound HTTPS.',
  recommendedAction: 'Open TCP 443 to the service’s addresses.',
  rule: 'FB113',
  remedy:
    'Let the machine reach the service, then take the step up again:\nfailback retry latest apps/erp-app-01/failover',
};

export type Moment = 'done' | 'failed' | 'waiting';

function stateOf(step: PlanStep, moment: Moment): StepState {
  const kind = step.id.includes('before-') ? (step.id.split('/')[1] ?? '') : step.kind;
  const [from, to] = times[kind] ?? [0, 0];
  const late = step.wave === 'apps' ? 240 : 0;
  const open = moment !== 'done' && step.wave === 'apps';
  const status = !open ? 'done' : openStatus(step, moment);
  const begun = status !== 'pending' && status !== 'stopped';
  const called = ['reprotect', 'failover', 'commit', 'protect'].includes(step.kind) && begun;
  const adopted = step.id === 'data/erp-db-01/failover';
  return {
    id: step.id,
    status,
    startedAt: begun ? at(from + late) : undefined,
    endedAt: status === 'done' || status === 'failed' ? at(to + late) : undefined,
    attempt: called ? (step.id === 'data/erp-db-01/reprotect' ? 2 : 1) : 0,
    requestId: called ? `req-${step.id}` : undefined,
    jobId: called ? `job-${step.id}` : undefined,
    acceptedBy: called ? (adopted ? 'activity-id' : 'response') : undefined,
    survived: adopted
      ? ['The answer to the call was lost; the run found its own job by its request id and went on with it.']
      : step.id === 'data/erp-db-01/reprotect'
        ? ['The service refused with 429 and asked to wait 30 s; the call was made again.']
        : [],
    failure: status === 'failed' ? failure : undefined,
    note: status === 'running' ? 'Initial replication 43 %' : undefined,
    answers:
      step.kind === 'approve' && status === 'done'
        ? [
            {
              answer: 'approved',
              who: 'dr-lead',
              proof: step.stage === 'commit' ? 'proven' : 'claimed',
              comment: step.stage === 'commit' ? 'Figures | agree, see *CHG-4471*' : undefined,
              at: at(to + late),
              planHash: step.wave === 'apps' ? 'ffffffffffffffff' : 'a1b2c3d4e5f60718',
            },
          ]
        : [],
  };
}

function openStatus(step: PlanStep, moment: Moment): StepState['status'] {
  const early = step.kind === 'reprotect' || step.kind === 'replicate';
  if (moment === 'waiting') {
    if (step.kind === 'replicate' && step.machine !== 'erp-app-01') return 'running';
    if (early) return 'done';
    return step.kind === 'approve' && step.stage === 'failover' ? 'waiting' : 'pending';
  }
  if (early || (step.kind === 'approve' && step.stage === 'failover')) return 'done';
  if (step.kind === 'failover') return step.machine === 'erp-app-01' ? 'failed' : 'done';
  return 'stopped';
}

/** The run as it stands when all is done, when one failover failed, or while a gate is open. */
export function sampleRun(moment: Moment): RunView {
  const steps = new Map(samplePlan.steps.map((step) => [step.id, stateOf(step, moment)]));
  const views = samplePlan.steps.map((plan): StepView => {
    const state = steps.get(plan.id)!;
    return { plan, state, fraction: state.status === 'done' ? 1 : state.note ? 0.43 : 0, note: state.note ?? '' };
  });
  const waveViews = waves.map(({ name, machines }): WaveView => {
    const over = moment === 'done' || name === 'data';
    const own = views.filter(({ plan }) => plan.wave === name);
    return {
      name,
      fraction: over ? 1 : 0.45,
      status: over ? 'done' : moment === 'failed' ? 'failed' : 'waiting',
      current: over
        ? ''
        : moment === 'failed'
          ? 'Fail over erp-app-01 to Amsterdam failed'
          : 'Business agrees to the cutover',
      timeLeft: over ? undefined : { low: 3600, likely: 5400, high: 9000 },
      machines: machines.map((machine) => machineView(machine, own, over, moment)),
      steps: own.filter(({ plan }) => plan.machine === null),
    };
  });
  return {
    plan: samplePlan,
    state: runState(steps, moment),
    now: at(moment === 'done' ? 1190 : 700),
    fraction: moment === 'done' ? 1 : 0.7,
    timeLeft: moment === 'waiting' ? { low: 3600, likely: 5400, high: 9000 } : undefined,
    waves: waveViews,
    steps: [],
    open: views.filter(({ state }) => state.status === 'waiting'),
    home: moment === 'done' ? 4 : 2,
  };
}

function machineView(name: string, steps: readonly StepView[], over: boolean, moment: Moment): MachineView {
  const own = steps.filter(({ plan }) => plan.machine === name);
  const failed = own.some(({ state }) => state.status === 'failed');
  const running = own.find(({ state }) => state.status === 'running');
  const status = over ? 'home' : failed ? 'failed' : moment === 'failed' ? 'stopped' : running ? 'running' : 'waiting';
  const current = over ? 'Home' : failed ? 'Fail over' : running ? running.note : 'Waits for an approval';
  return { name, status, fraction: over ? 1 : running ? 0.43 : 0.5, current, steps: own };
}

function runState(steps: ReadonlyMap<string, StepState>, moment: Moment): RunState {
  const over = moment !== 'waiting';
  return {
    runId: '20261205-100000-7f3a',
    planHash: 'a1b2c3d4e5f60718',
    status: moment,
    target: { kind: 'simulated', seed: 7 },
    startedBy: 'dana',
    starterKnownAs: [],
    startedAt: at(0),
    endedAt: over ? at(moment === 'done' ? 1190 : 700) : undefined,
    epoch: moment === 'done' ? 2 : 1,
    steps,
    plans: [
      { hash: 'a1b2c3d4e5f60718', since: at(0), who: 'dana', because: undefined, moved: [], again: [] },
      ...(moment === 'failed'
        ? [
            {
              hash: 'b2c3d4e5f6071829',
              since: at(240),
              who: 'dr-lead',
              because: 'ds-silver | is <full>',
              moved: [`The datastore of '${unkindName}' was 'ds-silver' and is 'ds-gold' now.`],
              again: ['apps/before-failover/approve'],
            },
          ]
        : []),
    ],
    handovers:
      moment === 'waiting' ? [{ at: at(400), from: 'dana', to: unkindName, note: 'The *night* shift | knows.' }] : [],
    renamedItems:
      moment === 'failed'
        ? [{ at: at(300), machine: unkindName, from: `/items/${unkindName}|old`, to: '/items/<b>*new*' }]
        : [],
    alarms:
      moment === 'failed'
        ? [{ at: at(690), machine: 'erp-app-01', message: 'Failed over 2 h ago and not committed; its clock runs.' }]
        : [],
    because: moment === 'failed' ? 'The wave ‘apps’ holds when a machine fails.' : undefined,
  };
}
