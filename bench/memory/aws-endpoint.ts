// An endpoint for real clients of DynamoDB and SNS, over HTTP, with the simulated services behind it.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { simulatedDynamoDb } from '#sim/aws/dynamodb.ts';

const textOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};

const published =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>bench</MessageId></PublishResult></PublishResponse>';

const answerAsDynamoDb = (response: ServerResponse, answer: () => unknown): void => {
  response.setHeader('content-type', 'application/x-amz-json-1.0');
  try {
    response.end(JSON.stringify(answer() ?? {}));
  } catch (error) {
    const { name, message, ...more } = error as Error;
    response
      .writeHead(400)
      .end(JSON.stringify({ ...more, __type: `com.amazonaws.dynamodb.v20120810#${name}`, message }));
  }
};

export const awsEndpoint = async () => {
  const dynamodb = simulatedDynamoDb();
  const server = createServer((request, response) => {
    void textOf(request).then((text) => {
      const target = request.headers['x-amz-target'];
      if (target === undefined) response.setHeader('content-type', 'text/xml').end(published);
      else
        answerAsDynamoDb(response, () =>
          dynamodb.handle(String(target).split('.')[1] ?? '', JSON.parse(text) as never),
        );
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: (): void => {
      server.closeAllConnections();
      server.close();
    },
  };
};
