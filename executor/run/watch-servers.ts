import { sameName } from '../../core/inventory/world.ts';
import type { PlanStep } from '../../core/plan/plan.ts';
import { type Json, processServersIn } from '../../core/plan/references.ts';
import { minutes } from '../../core/quantity.ts';
import { type ClassicServers, isHeard, processServerNamed, reprotectDetails } from '../../core/run/classic-servers.ts';
import { indexOf } from '../../core/run/plan-index.ts';
import { begunLast } from '../../core/run/spells.ts';
import type { RunContext } from './run-context.ts';

/** Servers are looked at this often while one is awaited, and while machines replicate through them. */
const AWAITED = 60;
const IN_USE = minutes(5);
/** From here on somebody should see why the vault does not show a server. */
const TELL_AFTER = minutes(20);

type Registered = PlanStep & { readonly kind: 'registered' };

/** Sees whether awaited process servers are registered, and tells when one that machines replicate through falls silent. */
export async function watchServers(context: RunContext): Promise<void> {
  if (context.plan.architecture !== 'classic') return;
  const awaited = running(context, 'registered');
  const inUse = serversInUse(context);
  if (awaited.length === 0 && (inUse.length === 0 || !context.servers.olderThan(IN_USE))) return;
  const servers = await context.servers.seen(awaited.length > 0 ? AWAITED : IN_USE);
  for (const step of awaited) await seeRegistration(context, step as Registered, servers);
  for (const server of inUse) await seeAlive(context, server, servers);
}

async function seeRegistration(context: RunContext, step: Registered, servers: ClassicServers): Promise<void> {
  const found = processServerNamed(servers, step.server);
  if (found !== undefined && isHeard(found, context.now())) {
    context.figures.delete(step.id);
    const note = `The vault shows '${found.name}' as ${found.id}, heard ${found.lastHeartbeat}`;
    return context.journal.record([{ kind: 'step-done', step: step.id, note }], { sync: true });
  }
  const how = found === undefined ? 'The vault does not show it yet' : `Last heard ${found.lastHeartbeat ?? 'never'}`;
  context.figures.set(step.id, { step: step.id, fraction: 0, note: how, at: context.now().toISOString() });
  const state = context.journal.state.steps.get(step.id);
  const since = state === undefined ? undefined : begunLast(state);
  if (since === undefined || context.now().getTime() - Date.parse(since) < TELL_AFTER * 1000) return;
  await tell(
    context,
    `registration/${step.server}`,
    `The process server '${step.server}' does not show up: ${how.toLowerCase()}. See on it whether the registration ended well, ` +
      'and whether it reaches the configuration server over 443. The run goes on by itself once the vault shows it.',
  );
}

interface ServerInUse {
  /** Name of one that the plan makes, id of any other. */
  readonly called: string;
  readonly machines: readonly string[];
}

/** Whoever has failed over replicates no longer, and needs none. */
function serversInUse(context: RunContext): readonly ServerInUse[] {
  const uses = new Map<string, string[]>();
  for (const { machine } of running(context, 'replicate')) {
    if (machine === null) continue;
    const reprotect = indexOf(context.plan)
      .stepsOfMachine.get(machine)
      ?.find((step) => step.kind === 'reprotect');
    const called = reprotect?.kind === 'reprotect' ? processServerIn(reprotect.call.body) : undefined;
    if (called !== undefined) uses.set(called, [...(uses.get(called) ?? []), machine]);
  }
  return [...uses].map(([called, machines]) => ({ called, machines }));
}

function processServerIn(body: Json): string | undefined {
  return processServersIn(body)[0] ?? reprotectDetails(body)?.processServerId;
}

async function seeAlive(
  context: RunContext,
  { called, machines }: ServerInUse,
  servers: ClassicServers,
): Promise<void> {
  const server = processServerNamed(servers, called) ?? servers.processServers.find(({ id }) => sameName(id, called));
  const name = server?.name ?? called;
  const vmId = machineOf(context, name) ?? server?.azureVmId;
  const power = vmId === undefined ? undefined : await context.effects.powerOf(vmId);
  const who = machines.length === 1 ? `'${machines[0]}' replicates` : `${machines.length} machines replicate`;
  if (vmId !== undefined && power !== 'running')
    return tell(
      context,
      `process-server-off/${name}`,
      `The process server '${name}' is ${power ?? 'gone from Azure'}, and ${who} through it: nothing reaches the site. ` +
        (power === undefined
          ? 'Its machines must be reprotected through another one.'
          : 'Start its machine; replication goes on by itself.'),
    );
  if (server === undefined || isHeard(server, context.now())) return;
  await tell(
    context,
    `process-server-silent/${name}`,
    `The process server '${name}' was not heard since ${server.lastHeartbeat ?? 'it was registered'}, and ${who} through it. ` +
      'See whether it runs, and whether it reaches the configuration server over 443.',
  );
}

/** The machine in Azure of a server that the plan makes or removes; else as captured. */
function machineOf({ plan, before }: RunContext, name: string): string | undefined {
  for (const step of plan.steps)
    if (step.kind === 'process-server')
      for (const { operation, resourceId } of step.calls)
        if (resourceId !== null && /^(create|remove)-process-server$/.test(operation))
          if (sameName(resourceId.slice(resourceId.lastIndexOf('/') + 1), name)) return resourceId;
  return before?.processServers?.find((server) => sameName(server.name, name))?.azureVmId;
}

function running({ plan, journal }: RunContext, kind: PlanStep['kind']): readonly PlanStep[] {
  const { steps } = indexOf(plan);
  return [...journal.state.open].flatMap((id) => {
    const step = steps.get(id);
    return step?.kind === kind && journal.state.steps.get(id)?.status === 'running' ? [step] : [];
  });
}

async function tell({ journal }: RunContext, key: string, message: string): Promise<void> {
  if (journal.state.alarmKeys.has(key)) return;
  await journal.record([{ kind: 'alarm', key, message }]);
}
