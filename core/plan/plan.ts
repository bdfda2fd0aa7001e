/**
 * The plan: inert data that says everything a run will do. It crosses the border as a file, so zod reads it.
 *
 * The hash covers the decisions (steps, calls, targets, gates, order, what can be undone), never figures such as free
 * space or estimates: reformatting a runbook or a fresher figure leaves it as it is (`core/plan/hash-plan.ts`).
 */

import { z } from 'zod';

/** 2: the hash covers everything by which the people of a gate are known; version 1 had their short names only. */
export const PLAN_VERSION = 2;

const timestamp = z.iso.datetime({ offset: true });
const seconds = z.number().nonnegative();

/** Seconds, with the interval and where the figure comes from. */
const estimate = z.object({ low: seconds, likely: seconds, high: seconds, source: z.string() });

const people = z.array(z.object({ name: z.string(), fullName: z.string().optional(), email: z.string().optional() }));

/**
 * A request to ARM, exactly as it will be sent. What nobody can know before the run, or nobody may write down, stands in the
 * body as a reference by name (`core/plan/references.ts`).
 */
const armCall = z.object({
  operation: z.enum([
    'reprotect',
    'planned-failover',
    'unplanned-failover',
    'commit',
    'protect',
    'update-traffic-endpoint',
    'delete-network-interface',
    'delete-public-address',
    'delete-disk',
    'delete-old-machine',
    'create-network-interface',
    'create-process-server',
    'remove-process-server',
  ]),
  /** ARM id of the target; null while no inventory told it. */
  resourceId: z.string().nullable(),
  body: z.json().nullable(),
  /** What must be true of the item just before the call: present provider and a verb it allows. */
  requires: z.object({ instanceType: z.string(), allowedOperation: z.string() }).nullable(),
});

/** What was reviewed; absent where nobody could read the script. Nothing else is ever run. */
const scriptText = z.object({ sha256: z.string(), bytes: z.number().int().nonnegative() });

/** A machine inside which a script runs, and by which way it is reached where it runs at that moment. */
const guest = z.discriminatedUnion('in', [
  z.object({
    in: z.literal('azure'),
    machine: z.string(),
    os: z.enum(['windows', 'linux']),
    /** ARM id of the machine in Azure; null while no inventory told it. */
    vmId: z.string().nullable(),
  }),
  z.object({
    in: z.literal('site'),
    machine: z.string(),
    os: z.enum(['windows', 'linux']),
    /** What vSphere calls it; absent: as `machine`. */
    vm: z.string().optional(),
    /** Who signs in to the guest; absent where the runbook does not say it, and then nothing can be run there. */
    account: z.string().optional(),
  }),
]);

const stepBase = {
  /** Stable: `data/erp-db-01/failover`, `data/before-commit/approve`. */
  id: z.string(),
  /** Sentence fragment in the imperative: `Fail over erp-db-01 to Amsterdam`. */
  title: z.string(),
  wave: z.string().nullable(),
  machine: z.string().nullable(),
  /** Ids of the steps that must be done before this one may start. */
  waitsFor: z.array(z.string()),
  estimate,
  /** Set on points of no return: why there is no way back. */
  irreversible: z.string().nullable(),
  /** How it can be undone while that is possible, and what undoing loses. */
  undo: z.object({ how: z.string(), loses: z.string() }).nullable(),
  /** Facts the step rests on, as sentences with where each was seen. */
  restsOn: z.array(z.string()),
};

const gate = { by: z.object({ mode: z.enum(['any', 'all']), people }), expiresAfter: seconds.nullable() };

export const stepSchema = z.discriminatedUnion('kind', [
  /**
   * Facts are captured anew; if the decisions no longer follow from them the run stops. One before a wave's machines
   * reprotect and one before its cutover, for days may lie between.
   */
  z.object({ ...stepBase, kind: z.literal('preflight') }),
  z.object({ ...stepBase, kind: z.literal('reprotect'), call: armCall, bytes: z.number().nonnegative() }),
  /** Wait until the readiness facts say that the machine can fail back. */
  z.object({
    ...stepBase,
    kind: z.literal('replicate'),
    recoveryPoint: z.string(),
    /** The one point that the failover asks for, where it asks for one by its id. */
    pointId: z.string().optional(),
  }),
  z.object({ ...stepBase, kind: z.literal('window'), opens: timestamp, closes: timestamp }),
  z.object({
    ...stepBase,
    kind: z.literal('approve'),
    stage: z.enum(['reprotect', 'failover', 'commit', 'protect']),
    ...gate,
    /** Only answers that people signed with their key count. */
    signed: z.literal(true).optional(),
    /** Whoever started the run may not answer. */
    secondPerson: z.literal(true).optional(),
  }),
  z.object({ ...stepBase, kind: z.literal('hold'), for: seconds }),
  /** A person confirms a backup no older than `within`. */
  z.object({ ...stepBase, kind: z.literal('backup'), within: seconds, ...gate }),
  z.object({
    ...stepBase,
    kind: z.literal('ask'),
    ...gate,
    /** What the person is to do, one thing after the other, where the planner knows it. */
    how: z.array(z.string()).optional(),
  }),
  z.object({ ...stepBase, kind: z.literal('failover'), call: armCall }),
  z.object({ ...stepBase, kind: z.literal('switch-traffic'), calls: z.array(armCall) }),
  z.object({
    ...stepBase,
    kind: z.literal('probe'),
    check: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('tcp'), host: z.string(), port: z.number().int() }),
      z.object({ kind: z.literal('http'), url: z.string(), status: z.number().int() }),
      /** On the operator's machine; it says yes by ending with 0. */
      z.object({ kind: z.literal('script'), script: z.string(), text: scriptText.optional() }),
    ]),
    within: seconds,
  }),
  z.object({
    ...stepBase,
    kind: z.literal('run'),
    /** Path as written. */
    script: z.string(),
    on: z.enum(['operator', 'guest']),
    timeout: seconds,
    /** How often it may be started; absent: once. */
    tries: z.number().int().positive().optional(),
    text: scriptText.optional(),
    /** Inside which machine; only with `on: guest`. */
    guest: guest.optional(),
  }),
  z.object({ ...stepBase, kind: z.literal('commit'), call: armCall }),
  z.object({ ...stepBase, kind: z.literal('protect'), call: armCall }),
  /** Wait until the machine is protected to Azure again: now it is home. */
  z.object({ ...stepBase, kind: z.literal('home') }),
  z.object({ ...stepBase, kind: z.literal('delete-old'), call: armCall }),
  /** Makes or removes a classic process server in Azure, one part after the other. */
  z.object({ ...stepBase, kind: z.literal('process-server'), calls: z.array(armCall) }),
  /** Wait until the vault shows the classic process server with a fresh sign of life: then its id is known. */
  z.object({ ...stepBase, kind: z.literal('registered'), server: z.string() }),
  /** Clean-up only, never after a failed run. `calls` is settled by what the Azure machines left behind. */
  z.object({ ...stepBase, kind: z.literal('remove-leftovers'), calls: z.array(armCall) }),
]);

const machinePlan = z.object({
  name: z.string(),
  wave: z.string(),
  itemId: z.string().nullable(),
  azureVmId: z.string().nullable(),
  os: z.enum(['windows', 'linux']).nullable(),
  location: z.enum(['original', 'alternate']),
  /** Appliance or master target. */
  via: z.string().nullable(),
  datastore: z.string().nullable(),
  disks: z.number().int().nonnegative().nullable(),
  /** Full size of the replicated disks. */
  bytes: z.number().nonnegative().nullable(),
  batch: z.number().int().nonnegative(),
  app: z.string().nullable(),
});

const wavePlan = z.object({
  name: z.string(),
  after: z.array(z.string()),
  machines: z.array(z.string()),
  /** At most so many machines between the start of a failover and its verification. */
  atMost: z.number().int().positive().nullable(),
  objective: seconds.nullable(),
  onFailure: z.enum(['hold', 'continue']),
});

const risk = z.object({
  code: z.string(),
  subject: z.string(),
  title: z.string(),
  because: z.string(),
  by: z.string().nullable(),
  until: z.string().nullable(),
});

export const planSchema = z.object({
  schema: z.literal('failback/plan'),
  version: z.union([z.literal(1), z.literal(PLAN_VERSION)]),
  hash: z.string(),
  runbook: z.object({
    name: z.string(),
    file: z.string(),
    change: z.string().nullable(),
    documentation: z.string().nullable(),
  }),
  architecture: z.enum(['modernized', 'classic']),
  vault: z.object({
    name: z.string(),
    id: z.string().nullable(),
    subscription: z.string().nullable(),
    resourceGroup: z.string().nullable(),
    region: z.string().nullable(),
  }),
  /** Which half: everything, `until replicated`, or `from cutover`. */
  part: z.enum(['whole', 'until-replicated', 'from-cutover']),
  freeze: timestamp.nullable(),
  machines: z.array(machinePlan),
  waves: z.array(wavePlan),
  /** In an order in which each step comes after what it waits for. */
  steps: z.array(stepSchema),
  /** Ids of the steps that decide the length of the whole. */
  criticalPath: z.array(z.string()),
  /** What would shorten it, in sentences. */
  shorten: z.array(z.string()),
  total: estimate,
  bytes: z.object({ low: z.number().nonnegative(), high: z.number().nonnegative() }),
  /** What an hour of waiting costs in Azure, where the inventory knows. */
  costPerHour: z.object({ amount: z.number(), currency: z.string() }).nullable(),
  /** Who must have signed this plan before a live run of it starts; absent when nobody must. */
  review: z.object({ by: z.object({ mode: z.enum(['any', 'all']), people }), signers: z.string() }).optional(),
  accepted: z.array(risk),
  /** Points of no return that the runbook passes without anybody's approval, in its author's words. */
  withoutApproval: z.array(z.object({ wave: z.string(), stage: z.string(), because: z.string() })),
  /** What will still be there afterwards, in sentences. */
  leftBehind: z.array(z.string()),
  /** Why a live run would be refused, in sentences; empty when nothing stands in its way. */
  blockedBy: z.array(z.string()),
  inventory: z.object({ file: z.string(), capturedAt: timestamp }).nullable(),
});

export type Plan = z.infer<typeof planSchema>;
export type PlanStep = z.infer<typeof stepSchema>;
export type StepKind = PlanStep['kind'];
/** A step at which the run waits for people's answers. */
export type GateStep = PlanStep & { kind: 'approve' | 'backup' | 'ask' };
export type ArmCall = z.infer<typeof armCall>;
export type GuestPlace = z.infer<typeof guest>;
export type PlannedMachine = z.infer<typeof machinePlan>;
export type PlannedWave = z.infer<typeof wavePlan>;
export type Estimate = z.infer<typeof estimate>;
