import { countsIn, excerpt, sum } from '../counts.mjs';
import { startRealLiteLLM, startSimulator, VERSIONS } from '../gateways.mjs';
import { Failure } from '../Job.mjs';

/** The contract suite against the simulator in both versions: what the client believes about LiteLLM, checked by calling. */
export const contract = job => suiteOn(job, startSimulator);

/** The same suite against real LiteLLMs: what the simulator may believe. */
export const contractReal = job => suiteOn(job, startRealLiteLLM);

async function suiteOn(job, startGateway) {
  const results = [];
  for (const version of VERSIONS) {
    const gateway = await startGateway(job, version);
    results.push(await runSuite(job, gateway, version));
    await gateway.stop();
  }
  const reports = results.flatMap(({ report }) => report ?? []);
  return { ...sum(results), report: reports.join('\n\n') };
}

async function runSuite(job, { url, masterKey }, version) {
  const { output } = await job.run(
    job.toolchain.node,
    ['scripts/contract.mjs', '--url', url],
    { env: { LITELLM_MASTER_KEY: masterKey } },
  );
  const counts = countsIn(output);
  if (!counts) {
    throw new Failure(
      `The suite against ${version} ended without its counts.\n${excerpt(
        output,
      )}`,
    );
  }
  if (counts.failed === 0) return counts;
  return { ...counts, report: `Against ${version}:\n${excerpt(output)}` };
}
