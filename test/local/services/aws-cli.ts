import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a run of the AWS CLI gave. */
export interface CliResult {
  readonly code: number;
  /** What it printed, parsed, where that is JSON. */
  readonly json: Record<string, unknown>;
  readonly stderr: string;
}

/** Runs the AWS CLI in a home of its own, so that nobody's settings and credentials get in. */
export async function awsCli(endpoint: string, ...args: readonly string[]): Promise<CliResult> {
  const home = await mkdtemp(join(tmpdir(), "stepwright-aws-"));
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    AWS_CONFIG_FILE: join(home, "config"),
    AWS_SHARED_CREDENTIALS_FILE: join(home, "credentials"),
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_DEFAULT_REGION: "eu-west-1",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_MAX_ATTEMPTS: "1",
    AWS_PAGER: "",
    // Without it StartSyncExecution and TestState go to the host `sync-127.0.0.1`.
    AWS_DISABLE_HOST_PREFIX_INJECTION: "true",
    NO_PROXY: "127.0.0.1",
  };
  try {
    return await new Promise((resolve) => {
      const all = ["--endpoint-url", endpoint, "--output", "json", ...args];
      execFile("aws", all, { env }, (error, stdout, stderr) => {
        const code = error ? Number(error.code ?? 1) : 0;
        resolve({ code, json: stdout.trim() === "" ? {} : JSON.parse(stdout), stderr });
      });
    });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
