/** The JSON report, for programs that read it. Newer versions add; what is here keeps its meaning. */

import { z } from 'zod';
import { REPORT_VERSION } from './report-parts.ts';

const seconds = z.number().nonnegative();
const moment = z.iso.datetime({ offset: true });
const span = z.object({ low: seconds, likely: seconds, high: seconds });
const step = { step: z.string(), title: z.string() };

export const reportSchema = z.strictObject({
  schema: z.literal('failback/report'),
  version: z.literal(REPORT_VERSION),
  summary: z.strictObject({
    runbook: z.string(),
    change: z.string().nullable(),
    documentation: z.string().nullable(),
    runId: z.string(),
    planHash: z.string(),
    part: z.enum(['whole', 'until-replicated', 'from-cutover']),
    architecture: z.enum(['modernized', 'classic']),
    vault: z.string(),
    target: z.looseObject({ kind: z.enum(['azure', 'simulated', 'simulator']) }),
    status: z.string(),
    because: z.string().nullable(),
    startedBy: z.string(),
    startedAt: moment.nullable(),
    endedAt: moment.nullable(),
    asOf: moment,
    took: seconds.nullable(),
    estimated: span.extend({ source: z.string() }),
    bytes: z.object({ low: z.number(), high: z.number() }),
    machines: z.number().int(),
    home: z.number().int(),
    takeOvers: z.number().int(),
  }),
  waves: z.array(
    z.strictObject({
      name: z.string(),
      status: z.string(),
      machines: z.number().int(),
      home: z.number().int(),
      objective: seconds.nullable(),
      recoveryTime: seconds.nullable(),
      objectiveMet: z.boolean().nullable(),
    }),
  ),
  machines: z.array(
    z.strictObject({
      name: z.string(),
      wave: z.string(),
      status: z.string(),
      current: z.string(),
      os: z.string().nullable(),
      location: z.enum(['original', 'alternate']),
      via: z.string().nullable(),
      datastore: z.string().nullable(),
      disks: z.number().int().nullable(),
      bytes: z.number().nullable(),
      failoverStartedAt: moment.nullable(),
      recoveryTime: seconds.nullable(),
      estimatedRecovery: span.nullable(),
      committedAt: moment.nullable(),
      homeAt: moment.nullable(),
    }),
  ),
  open: z.array(
    z.strictObject({ ...step, wave: z.string().nullable(), by: z.string().nullable(), how: z.array(z.string()) }),
  ),
  approvals: z.array(
    z.strictObject({
      step: z.string(),
      gate: z.string(),
      wave: z.string().nullable(),
      answer: z.enum(['approved', 'declined', 'done']),
      who: z.string(),
      proof: z.enum(['claimed', 'proven']),
      key: z.string().optional(),
      comment: z.string().optional(),
      at: moment,
      planHash: z.string(),
      otherPlan: z.boolean(),
    }),
  ),
  acceptedRisks: z.array(
    z.strictObject({
      code: z.string(),
      subject: z.string(),
      title: z.string(),
      because: z.string(),
      by: z.string().nullable(),
      until: z.string().nullable(),
    }),
  ),
  withoutApproval: z.array(z.strictObject({ wave: z.string(), stage: z.string(), because: z.string() })),
  survived: z.array(
    z.strictObject({
      ...step,
      machine: z.string().nullable(),
      how: z.enum(['retried', 'adopted']),
      attempts: z.number().int(),
      sentences: z.array(z.string()),
    }),
  ),
  failures: z.array(
    z.strictObject({
      ...step,
      machine: z.string().nullable(),
      code: z.string(),
      message: z.string(),
      possibleCauses: z.string().optional(),
      recommendedAction: z.string().optional(),
      rule: z.string().optional(),
      remedy: z.string(),
      facts: z
        .array(
          z.strictObject({
            fact: z.string(),
            before: z.string(),
            now: z.string(),
            steps: z.array(z.string()),
            more: z.number().int(),
          }),
        )
        .optional(),
    }),
  ),
  alarms: z.array(z.looseObject({ at: moment, machine: z.string().optional(), message: z.string() })),
  jobs: z.array(
    z.strictObject({
      ...step,
      jobId: z.string(),
      requestId: z.string().nullable(),
      knownBy: z.enum(['response', 'activity-id', 'person']).nullable(),
    }),
  ),
  renamedItems: z.array(z.strictObject({ at: moment, machine: z.string(), from: z.string(), to: z.string() })),
  leftBehind: z.array(z.string()),
  waits: z.array(
    z.strictObject({
      wave: z.string(),
      people: seconds,
      replication: seconds,
      service: seconds,
      runbook: seconds,
      checks: seconds,
    }),
  ),
  againstEstimate: z.array(
    span.extend({
      kind: z.string(),
      steps: z.number().int(),
      median: seconds,
      longest: seconds,
      over: z.number().int(),
    }),
  ),
  plans: z.array(
    z.strictObject({
      hash: z.string(),
      since: moment,
      who: z.string(),
      because: z.string().optional(),
      moved: z.array(z.string()),
      again: z.array(z.string()),
    }),
  ),
  handovers: z.array(z.strictObject({ at: moment, from: z.string(), to: z.string(), note: z.string().optional() })),
  requests: z.object({ mutating: z.number(), reading: z.number(), countedBy: z.string() }).nullable(),
});
