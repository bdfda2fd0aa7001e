import { ComputeManagementClient } from '@azure/arm-compute';
import { SiteRecoveryManagementClient } from '@azure/arm-recoveryservices-siterecovery';
import { TrafficManagerManagementClient } from '@azure/arm-trafficmanager';
import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';

/**
 * The unmodified clients of Azure, turned to a simulator: the http client alone sends what is meant for
 * `management.azure.com`, or a region of it, to loopback.
 */
export function azureClients(proxyUrl: string, subscription: string) {
  const options = {
    httpClient: rewriting(proxyUrl),
    retryOptions: { maxRetries: 0 },
    allowInsecureConnection: true,
  };
  const credential: TokenCredential = {
    getToken: async () => ({ token: 'simulated', expiresOnTimestamp: Date.now() + 3_600_000 }),
  };
  return {
    recovery: new SiteRecoveryManagementClient(credential, subscription, options),
    compute: new ComputeManagementClient(credential, subscription, options),
    traffic: new TrafficManagerManagementClient(credential, subscription, options),
  };
}

function rewriting(proxyUrl: string): HttpClient {
  const inner = createDefaultHttpClient();
  return {
    async sendRequest(request) {
      const url = new URL(request.url);
      if (url.hostname !== 'management.azure.com' && !url.hostname.endsWith('.management.azure.com'))
        throw new Error(`A test asked for ${url.hostname}, which is not Azure Resource Manager.`);
      const before = request.url;
      request.url = `${proxyUrl}${url.pathname}${url.search}`;
      request.allowInsecureConnection = true;
      try {
        return await inner.sendRequest(request);
      } finally {
        request.url = before;
      }
    },
  };
}
