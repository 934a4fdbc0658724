using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace RetailPulse.Client;

/// <summary>Jobs: submit, read, change.</summary>
public sealed partial class JobsClient
{
    private const string Jobs = "api/v1/jobs";

    private readonly ApiCalls calls;

    internal JobsClient(ApiCalls calls) => this.calls = calls;

    /// <summary>Submits a job, which is on disk when this returns. It is repeated while the service does not answer, and submitted once all the same.</summary>
    /// <param name="idempotencyKey">
    /// Of 1 to 255 visible ASCII characters: a submission that another run of the program repeats gives the same job for 24 hours. By default a new one.
    /// </param>
    /// <exception cref="RetailPulseException">It is invalid, or the service did not answer.</exception>
    public Task<AcceptedJob> SubmitAsync(Submission submission, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        var key = idempotencyKey ?? Keys.New();
        return SendAsync(HttpMethod.Post, Jobs, submission, ClientJson.Default.Submission, ClientJson.Default.AcceptedJob, cancellationToken, key);
    }

    /// <summary>What a submission would meet. Nothing is started.</summary>
    public Task<Validation> ValidateAsync(Submission submission, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, $"{Jobs}/validate", submission, ClientJson.Default.Submission, ClientJson.Default.Validation, cancellationToken);

    /// <summary>Jobs, newest first.</summary>
    public IAsyncEnumerable<ListedJob> ListAsync(JobQuery? query = null, CancellationToken cancellationToken = default)
    {
        query ??= new JobQuery();
        var path = Jobs.With(
            ("status", query.Status), ("store", query.Store), ("area", query.Area), ("submitted_from", Paths.Text(query.SubmittedFrom)),
            ("submitted_to", Paths.Text(query.SubmittedTo)), ("page_size", Paths.Text(query.PageSize)));
        return calls.ListAsync<ListedJob, JobPage>(path, ClientJson.Default.JobPage, cancellationToken);
    }

    /// <summary>How a job stands.</summary>
    /// <exception cref="RetailPulseException">There is no such job, or the service did not answer.</exception>
    public Task<Job> GetAsync(long id, CancellationToken cancellationToken = default) => calls.GetAsync(Paths.Job(id), ClientJson.Default.Job, cancellationToken);

    /// <summary>How a job stands, as cheaply as can be.</summary>
    public Task<JobStanding> GetStatusAsync(long id, CancellationToken cancellationToken = default) =>
        calls.GetAsync("api/status".With(("jobid", id.ToString(CultureInfo.InvariantCulture))), ClientJson.Default.JobStanding, cancellationToken);

    /// <summary>
    /// Cancels a job and returns it: existing results stay, and no more downloads begin. The job may still be ongoing, if it takes longer than 8 seconds to
    /// end. A job that has ended stays as it is.
    /// </summary>
    public Task<Job> CancelAsync(long id, CancellationToken cancellationToken = default) =>
        calls.ReadAsync(Keys.Add(() => new HttpRequestMessage(HttpMethod.Post, Paths.Job(id, "/cancel"))), ClientJson.Default.Job, cancellationToken);

    /// <summary>Retries a job's failed images once: a call that is repeated because its response was lost retries nothing twice.</summary>
    /// <param name="retry">Which; by default all.</param>
    public Task<RetriedJob> RetryAsync(long id, Retry? retry = null, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, Paths.Job(id, "/retry"), retry ?? new Retry(), ClientJson.Default.Retry, ClientJson.Default.RetriedJob, cancellationToken, Keys.New());

    /// <summary>Gives an image that failed a new URL, and tries that image alone anew.</summary>
    /// <param name="visit">The visit's number within the job, from 0.</param>
    /// <param name="image">The image's number within the visit, from 0.</param>
    public Task<RetriedJob> AmendAsync(long id, int visit, int image, string url, CancellationToken cancellationToken = default) => SendAsync(
        HttpMethod.Patch, Paths.Job(id, $"/visits/{visit}/images/{image}"), new Amendment(url), ClientJson.Default.Amendment, ClientJson.Default.RetriedJob, cancellationToken, Keys.New());

    private Task<TAnswer> SendAsync<TBody, TAnswer>(
        HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken, string? key = null)
    {
        return calls.ReadAsync(key is null ? Request : Keys.Add(Request, key), answerType, cancellationToken);

        HttpRequestMessage Request() => new(method, path) { Content = RequestBody.Json(body, bodyType, calls.Options.CompressBodies) };
    }
}
