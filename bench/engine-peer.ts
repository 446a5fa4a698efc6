// The peer asks for Promise.withResolvers, which Node has from version 22 on.
if (!("withResolvers" in Promise)) {
  Object.defineProperty(Promise, "withResolvers", {
    value: <T>() => {
      let resolve: (value: T) => void = () => {};
      let reject: (reason: unknown) => void = () => {};
      const promise = new Promise<T>((settle, fail) => {
        resolve = settle;
        reject = fail;
      });
      return { promise, resolve, reject };
    },
  });
}

const { StateMachine } = await import("aws-local-stepfunctions");

type PeerInput = Parameters<InstanceType<typeof StateMachine>["run"]>[0];

/** A machine of the peer; `run` resolves to the execution's output, `begin` only starts it and gives its stop. */
export interface PeerMachine {
  run(input: PeerInput): Promise<unknown>;
  begin(input: PeerInput): () => void;
}

/** Makes a machine of the peer. */
export function peerMachine(definition: object): PeerMachine {
  const machine = new StateMachine(JSON.parse(JSON.stringify(definition)));
  return {
    run: (input) => machine.run(input).result,
    begin(input) {
      const { abort, result } = machine.run(input);
      result.catch(() => undefined);
      return abort;
    },
  };
}
