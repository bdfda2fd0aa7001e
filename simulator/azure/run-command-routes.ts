import { type Answer, notFound, ok } from '../arm/answer.ts';
import type { Call } from '../arm/call.ts';
import type { Route } from '../arm/router.ts';
import type { Estate } from '../estate/estate.ts';
import { idOf } from './resource-id.ts';

/** Virtual seconds that every script takes. */
const TAKES = 20;

interface Command {
  readonly begun: number;
  readonly location: unknown;
}

/**
 * Microsoft.Compute/virtualMachines/runCommands: takes a script, runs nothing, and after a while says that it went well.
 * A script that has `exit N` on a line of its own ends with N, so that a rehearsal of the way of a failure is possible.
 */
export function runCommandRoutes(estate: Estate): readonly Route[] {
  const commands = new Map<string, Command & { readonly code: number }>();
  const path =
    '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Compute/virtualMachines/{vm}/runCommands/{command}';
  const keyOf = (call: Call) => `${idOf(call, 'virtualMachines', call.path.vm)}/${call.path.command}`.toLowerCase();
  const hasVm = (call: Call) => estate.azure.vm(idOf(call, 'virtualMachines', call.path.vm)) !== undefined;
  const render = (call: Call, { begun, code, location }: Command & { readonly code: number }): Answer => {
    const over = call.at - begun >= TAKES * 1000;
    const view = over
      ? {
          executionState: code === 0 ? 'Succeeded' : 'Failed',
          exitCode: code,
          output: 'Simulated: nothing was run.',
          error: '',
        }
      : { executionState: 'Running' };
    return ok({
      id: `${idOf(call, 'virtualMachines', call.path.vm)}/runCommands/${call.path.command}`,
      name: call.path.command,
      location,
      properties: { provisioningState: 'Succeeded', asyncExecution: true, instanceView: view },
    });
  };
  return [
    [
      'PUT',
      path,
      (call) => {
        if (!hasVm(call)) return notFound(call.path.vm ?? '');
        const body = call.body as { location?: unknown; properties?: { source?: { script?: unknown } } } | undefined;
        const script = String(body?.properties?.source?.script ?? '');
        const code = Number(/^exit (\d{1,3})\s*$/m.exec(script)?.[1] ?? 0);
        const command = { begun: call.at, code, location: body?.location };
        commands.set(keyOf(call), command);
        return render(call, command);
      },
    ],
    [
      'GET',
      path,
      (call) => {
        const command = commands.get(keyOf(call));
        return command === undefined ? notFound(call.path.command ?? '') : render(call, command);
      },
    ],
    ['DELETE', path, (call) => ({ status: commands.delete(keyOf(call)) ? 200 : 204 })],
  ];
}
