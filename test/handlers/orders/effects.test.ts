import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as v from "valibot";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { dynamoDbEffects } from "../../../handlers/orders/dynamodb-effects.js";
import { doOnce, type EffectStore, undoOnce } from "../../../handlers/orders/effects.js";
import { type AwsStub, startAwsStub } from "../aws-stub.js";

let aws: AwsStub;
let client: DynamoDBClient;
let store: EffectStore;
let number = 0;
let key = "";
/** What happened outside, in order. */
let world: string[] = [];

beforeAll(async () => {
  aws = await startAwsStub();
  client = new DynamoDBClient({
    endpoint: aws.environment.AWS_ENDPOINT_URL_DYNAMODB ?? "",
    region: "eu-west-1",
    credentials: { accessKeyId: "x", secretAccessKey: "x" },
  });
  store = dynamoDbEffects("markers", client);
});
beforeEach(() => {
  number += 1;
  key = `payment#o-${number}`;
  world = [];
});
afterAll(() => {
  client.destroy();
  aws.close();
});

const effect = (
  more: Partial<{ act: () => Promise<number>; reverse: () => Promise<void>; store: EffectStore }> = {},
) => ({
  store,
  key,
  result: v.number(),
  act: async () => world.push("act"),
  reverse: async () => void world.push("reverse"),
  ...more,
});

describe("an effect", () => {
  test("happens once, and gives its first result however often it is asked for", async () => {
    expect(await doOnce(effect())).toBe(1);
    expect(await doOnce(effect({ act: async () => 99 }))).toBe(1);
    expect(world).toEqual(["act"]);
  });

  test("is asked for again when the first answer was lost", async () => {
    const lost = async () => {
      world.push("act");
      throw new Error("lost");
    };
    await expect(doOnce(effect({ act: lost }))).rejects.toThrow("lost");
    expect(await doOnce(effect())).toBe(2);
  });

  test("is taken back once", async () => {
    await doOnce(effect());
    expect(await undoOnce(effect())).toBe("undone");
    expect(await undoOnce(effect())).toBe("undone");
    expect(world).toEqual(["act", "reverse"]);
  });

  test("is taken back when nobody knows whether it happened", async () => {
    await store.begin(key);
    expect(await undoOnce(effect())).toBe("undone");
    expect(world).toEqual(["reverse"]);
  });

  test("is taken back again when the answer to that was lost", async () => {
    await doOnce(effect());
    const lost = async () => {
      world.push("reverse");
      throw new Error("lost");
    };
    await expect(undoOnce(effect({ reverse: lost }))).rejects.toThrow("lost");
    expect(await undoOnce(effect())).toBe("undone");
    expect(world).toEqual(["act", "reverse", "reverse"]);
  });

  test("that never happened is not taken back, and cannot happen any more", async () => {
    expect(await undoOnce(effect())).toBe("never done");
    await expect(doOnce(effect())).rejects.toMatchObject({ name: "Undone" });
    expect(world).toEqual([]);
  });

  test("is taken back by itself when it was undone while it happened", async () => {
    const act = async () => {
      await undoOnce(effect());
      return world.push("act");
    };
    await expect(doOnce(effect({ act }))).rejects.toMatchObject({ name: "Undone" });
    // The undo step could not know; so it happened before the act, and once more behind it.
    expect(world).toEqual(["reverse", "act", "reverse"]);
    expect(await undoOnce(effect())).toBe("undone");
  });

  test("begun twice at once has one result in the end", async () => {
    const results = await Promise.all([doOnce(effect()), doOnce(effect())]);
    expect(await doOnce(effect())).toBe(results.at(-1));
  });

  test("is unavailable, and says so by that name, when the table is", async () => {
    const nowhere = dynamoDbEffects("no-such-table", client);
    await expect(doOnce(effect({ store: nowhere }))).rejects.toMatchObject({ name: "Unavailable" });
    await expect(undoOnce(effect({ store: nowhere }))).rejects.toMatchObject({ name: "Unavailable" });
    expect(world).toEqual([]);
  });
});
