using System.Text.Json;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;

// Submits a job with each of the generated clients, waits for it, reads its images, and prints one line for each client.
var address = args[0];
Console.WriteLine(JsonSerializer.Serialize(await RunNSwagAsync(address)));
Console.WriteLine(JsonSerializer.Serialize(await RunKiotaAsync(address)));

static async Task<Seen> RunNSwagAsync(string address)
{
    using var http = new HttpClient();
    var client = new Generated.NSwag.PulseClient(http) { BaseUrl = address };
    var submission = new Generated.NSwag.SubmissionBody
    {
        Count = 1,
        Visits =
        [
            new()
            {
                Store_id = "S1",
                Image_url = ["http://a.example/sound", "http://a.example/gone"],
                Visit_time = "2026-05-04T09:30:00Z",
            },
        ],
    };
    var valid = (await client.ValidateJobAsync(submission)).Valid;
    var accepted = await client.SubmitJobAsync(submission, idempotency_Key: Guid.NewGuid().ToString());
    Generated.NSwag.JobResponse job;
    do job = await client.GetJobAsync(accepted.Id);
    while (job.Status == Generated.NSwag.JobStatus.Ongoing);
    var images = (await client.ListImagesAsync(accepted.Id)).Images;
    using var csv = await client.ExportImagesAsCsvAsync(accepted.Id);
    var lines = (await new StreamReader(csv.Stream).ReadToEndAsync()).TrimEnd().Split('\n').Length;
    using var events = await client.ListenToJobAsync(accepted.Id);
    var ended = (await new StreamReader(events.Stream).ReadToEndAsync()).Contains("event: end", StringComparison.Ordinal);
    var counted = (await client.CountJobsToRetryAsync(ids: $"{accepted.Id}")).Images;
    var operation = (await client.RetryJobsAsync(ids: $"{accepted.Id}")).Kind;
    var code = "";
    try
    {
        await client.GetJobAsync(777_777);
    }
    catch (Generated.NSwag.ApiException<Generated.NSwag.ProblemResponse> refused)
    {
        code = $"{refused.Result.Code}";
    }

    return new Seen(
        "NSwag",
        valid,
        $"{job.Status}",
        [.. images.Select(image => $"{image.Status} {image.Perimeter} {image.Reason}")],
        lines,
        ended,
        counted,
        $"{operation}",
        code
    );
}

static async Task<Seen> RunKiotaAsync(string address)
{
    using var adapter = new HttpClientRequestAdapter(new AnonymousAuthenticationProvider()) { BaseUrl = address.TrimEnd('/') };
    var jobs = new Generated.Kiota.PulseClient(adapter).Api.V1.Jobs;
    var submission = new Generated.Kiota.Models.SubmissionBody
    {
        Count = 1,
        Visits =
        [
            new()
            {
                StoreId = "S1",
                ImageUrl = [new() { String = "http://a.example/sound" }, new() { String = "http://a.example/gone" }],
                VisitTime = "2026-05-04T09:30:00Z",
            },
        ],
    };
    var valid = (await jobs.Validate.PostAsync(submission))!.Valid!.Value;
    var id = (await jobs.PostAsync(submission))!.Id!.Value;
    Generated.Kiota.Models.JobResponse job;
    do job = (await jobs[id].GetAsync())!;
    while (job.Status == Generated.Kiota.Models.JobStatus.Ongoing);
    var images = (await jobs[id].Images.GetAsync())!.Images!;
    var lines = (await new StreamReader((await jobs[id].ImagesCsv.GetAsync())!).ReadToEndAsync()).TrimEnd().Split('\n').Length;

    var counted = (await jobs.Retry.Validate.PostAsync(request => request.QueryParameters.Ids = $"{id}"))!.Images!.Value;
    var operation = (await jobs.Retry.PostAsync(request => request.QueryParameters.Ids = $"{id}"))!.Kind;
    var code = "";
    try
    {
        await jobs[777_777].GetAsync();
    }
    catch (Generated.Kiota.Models.ProblemResponse refused)
    {
        code = $"{refused.Code}";
    }

    return new Seen(
        "Kiota",
        valid,
        $"{job.Status}",
        [.. images.Select(image => $"{image.Status} {image.Perimeter} {image.Reason}")],
        lines,
        // Kiota gives an operation that may have no content no result, so its client cannot listen.
        Ended: null,
        counted,
        $"{operation}",
        code
    );
}

/// <summary>What a client read.</summary>
/// <param name="Images">Status, perimeter and reason of each image.</param>
/// <param name="Lines">Lines of the export as CSV.</param>
/// <param name="Ended">Whether the event stream had the end of the job; null if the client cannot listen.</param>
/// <param name="Counted">Number of images that a retry of the job would repeat.</param>
/// <param name="Operation">Kind of the operation that retried the job.</param>
/// <param name="Code">Code of the problem that a job which does not exist has.</param>
internal sealed record Seen(
    string Client,
    bool Valid,
    string Status,
    string[] Images,
    int Lines,
    bool? Ended,
    long Counted,
    string Operation,
    string Code
);
