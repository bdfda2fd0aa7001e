import { notFound, ok } from '../arm/answer.ts';
import { type Call, field, textField } from '../arm/call.ts';
import type { Route } from '../arm/router.ts';
import type { Snapshot } from '../estate/azure-side.ts';
import type { Estate } from '../estate/estate.ts';
import { acceptedOperation } from './azure-operation.ts';
import { idOf } from './resource-id.ts';

const group = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Compute';

/** Snapshots of disks, as a backup before a point of no return. */
export function snapshotRoutes(estate: Estate): readonly Route[] {
  const { snapshots, disks } = estate.azure;
  const find = (call: Call) => snapshots.get(idOf(call, 'snapshots', call.path.snapshot).toLowerCase());
  return [
    [
      'PUT',
      `${group}/snapshots/{snapshot}`,
      (call) => {
        const sourceId = textField(call.body, 'properties', 'creationData', 'sourceResourceId');
        const source = disks.get(sourceId?.toLowerCase() ?? '');
        if (source === undefined) return notFound(sourceId ?? 'creationData.sourceResourceId');
        const id = idOf(call, 'snapshots', call.path.snapshot);
        const snapshot: Snapshot = {
          id,
          name: call.path.snapshot ?? '',
          location: textField(call.body, 'location') ?? source.location,
          sourceId: source.id,
          sizeBytes: source.sizeBytes,
          createdAt: call.at,
          tags: field(call.body, 'tags') as Readonly<Record<string, string>> | undefined,
        };
        snapshots.set(id.toLowerCase(), snapshot);
        return ok(renderSnapshot(snapshot));
      },
    ],
    [
      'GET',
      `${group}/snapshots/{snapshot}`,
      (call) => {
        const snapshot = find(call);
        return snapshot === undefined ? notFound(call.path.snapshot ?? '') : ok(renderSnapshot(snapshot));
      },
    ],
    [
      'DELETE',
      `${group}/snapshots/{snapshot}`,
      (call) => {
        const snapshot = find(call);
        if (snapshot === undefined) return { status: 204 };
        return acceptedOperation(estate, call, 'Microsoft.Compute', snapshot.location, () => {
          snapshots.delete(snapshot.id.toLowerCase());
        });
      },
    ],
  ];
}

function renderSnapshot(snapshot: Snapshot) {
  return {
    id: snapshot.id,
    name: snapshot.name,
    type: 'Microsoft.Compute/snapshots',
    location: snapshot.location,
    ...(snapshot.tags === undefined ? {} : { tags: snapshot.tags }),
    properties: {
      creationData: { createOption: 'Copy', sourceResourceId: snapshot.sourceId },
      diskSizeGB: Math.ceil(snapshot.sizeBytes / 2 ** 30),
      diskSizeBytes: snapshot.sizeBytes,
      timeCreated: new Date(snapshot.createdAt).toISOString(),
      provisioningState: 'Succeeded',
    },
  };
}
