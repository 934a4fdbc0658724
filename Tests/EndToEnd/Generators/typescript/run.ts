import * as orval from "./generated/orval.js";
import type { components, paths } from "./generated/types.js";

// Submits a job with each of the generated clients, waits for it, reads its images, and prints one line for each client.
const address = process.env.PULSE!;

type Seen = { Client: string; Valid: boolean; Status: string; Images: string[]; Lines: number; Ended: boolean; Counted: number; Operation: string; Code: string };

const submission: components["schemas"]["SubmissionBody"] = {
  count: 1,
  visits: [{ store_id: "S1", image_url: ["http://a.example/sound", { url: "http://a.example/gone", reference: "photo-2" }], visit_time: "2026-05-04T09:30:00Z" }],
};

function expect<Response extends { status: number }, Status extends Response["status"]>(response: Response, status: Status): Extract<Response, { status: Status }> {
  if (response.status !== status) throw new Error(`expected ${status}, got ${response.status}`);
  return response as Extract<Response, { status: Status }>;
}

const text = async (data: unknown): Promise<string> => (data instanceof Blob ? await data.text() : String(data));

async function runOrval(): Promise<Seen> {
  const valid = expect(await orval.validateJob(submission), 200).data.valid;
  const id = expect(await orval.submitJob(submission), 202).data.id;
  let job: orval.JobResponse;
  do job = expect(await orval.getJob(id), 200).data;
  while (job.status === orval.JobStatus.ongoing);
  const images = expect(await orval.listImages(id), 200).data.images;
  const csv = await text(expect(await orval.exportImagesAsCsv(id), 200).data);
  const events = await text(expect(await orval.listenToJob(id), 200).data);
  const counted = expect(await orval.countJobsToRetry({ ids: `${id}` }), 200).data.images;
  const operation = expect(await orval.retryJobs({ ids: `${id}` }), 202).data.kind;
  const missing = expect(await orval.getJob(777_777), 404).data;
  return {
    Client: "orval", Valid: valid, Status: job.status, Images: images.map(image => `${image.status} ${image.perimeter ?? ""} ${image.reason ?? ""}`),
    Lines: csv.trimEnd().split("\n").length, Ended: events.includes("event: end"), Counted: counted, Operation: operation, Code: missing.code,
  };
}

// openapi-typescript generates types, and the calls are those of the platform.
type Body<Path extends keyof paths, Method extends keyof paths[Path], Status extends number> =
  paths[Path][Method] extends { responses: infer Responses } ? Status extends keyof Responses
    ? Responses[Status] extends { content: { "application/json": infer Body } } ? Body : never : never : never;

async function call<T>(path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${address}${path}`, body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  return await response.json() as T;
}

async function runTypes(): Promise<Seen> {
  const valid = (await call<Body<"/api/v1/jobs/validate", "post", 200>>("/api/v1/jobs/validate", submission)).valid;
  const id = (await call<Body<"/api/v1/jobs", "post", 202>>("/api/v1/jobs", submission)).id;
  let job: Body<"/api/v1/jobs/{id}", "get", 200>;
  do job = await call(`/api/v1/jobs/${id}`);
  while (job.status === "ongoing");
  const { images } = await call<Body<"/api/v1/jobs/{id}/images", "get", 200>>(`/api/v1/jobs/${id}/images`);
  const csv = await (await fetch(`${address}/api/v1/jobs/${id}/images.csv`)).text();
  const stream = await (await fetch(`${address}/api/v1/jobs/${id}/events`)).text();
  const last = stream.split("\n").filter(line => line.startsWith("data: ")).at(-1)!;
  const end: components["schemas"]["JobEvent"] = JSON.parse(last.slice("data: ".length));
  const { images: counted } = await call<Body<"/api/v1/jobs/retry/validate", "post", 200>>(`/api/v1/jobs/retry/validate?ids=${id}`, {});
  const { kind: operation } = await call<Body<"/api/v1/jobs/retry", "post", 202>>(`/api/v1/jobs/retry?ids=${id}`, {});
  const missing = await call<components["schemas"]["ProblemResponse"]>("/api/v1/jobs/777777");
  return {
    Client: "openapi-typescript", Valid: valid, Status: job.status, Images: images.map(image => `${image.status} ${image.perimeter ?? ""} ${image.reason ?? ""}`),
    Lines: csv.trimEnd().split("\n").length, Ended: "ended_at" in end, Counted: counted, Operation: operation, Code: missing.code,
  };
}

console.log(JSON.stringify(await runOrval()));
console.log(JSON.stringify(await runTypes()));
