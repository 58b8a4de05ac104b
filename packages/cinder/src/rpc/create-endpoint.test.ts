// SPDX-License-Identifier: Apache-2.0
import { RequestContext } from '@stackport/context';
import { ClaimFailed } from '@stackport/messaging';
import { expect, it } from 'vitest';
import { claiming, type IncomingMessage, type MessageHandler } from './create-endpoint.js';

const lost = Object.assign(new Error('Server has closed the connection.'), { code: 'P1017' });
const full = Object.assign(new Error('Too many database connections opened'), { code: 'P2037' });

async function outcomeOf(handler: MessageHandler): Promise<readonly [unknown, number]> {
  let acknowledged = 0;
  const message: IncomingMessage = {
    redelivered: true,
    acknowledge: async () => {
      acknowledged += 1;
    },
  };
  const result = await claiming(handler)(RequestContext.admin(), { volume: 'v' }, message).catch(
    (error: unknown) => error,
  );
  return [result, acknowledged];
}

it.each([lost, full])('has a message come again whose claim the database did not take: $message', async (error) => {
  const [outcome, acknowledged] = await outcomeOf(() => Promise.reject(error));
  expect(outcome).toBeInstanceOf(ClaimFailed);
  expect(outcome).toMatchObject({ cause: error });
  expect(acknowledged).toBe(0);
});

it('lets what fails after the claim, or for a reason of its own, be what it is', async () => {
  const claimed = await outcomeOf(async (_context, _args, message) => {
    await message.acknowledge();
    throw lost;
  });
  expect(claimed).toEqual([lost, 1]);
  const refused = new Error('no such volume');
  expect(await outcomeOf(() => Promise.reject(refused))).toEqual([refused, 0]);
  // Codes as a database's, of files and other services.
  for (const code of ['ENOENT', 'ECONNREFUSED']) {
    const other = Object.assign(new Error('of the back end', { cause: { code } }), { code });
    expect(await outcomeOf(() => Promise.reject(other))).toEqual([other, 0]);
  }
});

it('hands on what the handler is given and answers', async () => {
  const answer = await outcomeOf(async (_context, args, message) => [args.volume, message.redelivered]);
  expect(answer).toEqual([['v', true], 0]);
});
