import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FailbackError } from '../../core/failback-error.ts';
import { refuseSharedVariables } from '../../executor/vsphere/shared-variables.ts';

const server = (name: string, account: string | undefined = 'svc') => ({ name, account });

test('two servers that would take one password from one variable are told apart, or nothing is asked', () => {
  const env = { FAILBACK_PASSWORD_VC_A: 'canary' };
  assert.throws(
    () => refuseSharedVariables([server('vc-a'), server('vc_a')], env),
    (error: unknown) =>
      error instanceof FailbackError &&
      error.code === 'password-ambiguous' &&
      !/canary/.test(error.message + error.remedy),
  );
  for (const honest of [[server('vc-a'), server('vc-b')], [server('vc-a')], [server('vc-a'), server('VC-A')]])
    refuseSharedVariables(honest, env);
  // Whoever signs in nowhere takes no password, and a keyring keeps them apart.
  refuseSharedVariables([server('vc-a'), { name: 'vc_a', account: undefined }], env);
  refuseSharedVariables([server('vc-a'), server('vc_a')], {});
});
