using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;
using RetailPulse.Jobs;
using RetailPulse.Tenants;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.WebFrontend.Submissions;
using RetailPulse.WebFrontend.Submissions.Uploads;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>Receives uploads, and stores or validates them while they arrive.</summary>
internal sealed class JobUploads(
    UploadCall uploads,
    Validation validation,
    BodyBudget budget,
    IOptions<ApiOptions> options,
    TimeProvider time
)
{
    /// <summary>Maximum time in which the rest of a refused body is read.</summary>
    private static readonly TimeSpan MaxDrain = TimeSpan.FromMinutes(5);

    /// <summary>Submits the job of an upload. Returns why it was not accepted if the request is at fault.</summary>
    /// <exception cref="ClusterUnavailableException">The cluster does not respond.</exception>
    public async Task<(ReceivedUpload? Received, Problem? Problem)> SubmitAsync(
        HttpContext context,
        JobUploadRequest request,
        IdempotencyKey? key
    )
    {
        using var digest = key is null ? null : new BodyDigest();
        return await ReceiveAsync(
            context,
            request.Format,
            UploadReader.Memory,
            digest,
            (reader, cancellationToken) => SubmitAsync(context, request, key, digest, reader, cancellationToken)
        );
    }

    /// <summary>Validates an upload without storing it.</summary>
    /// <exception cref="ClusterUnavailableException">The cluster does not respond.</exception>
    public Task<(ValidationResponse? Response, Problem? Problem)> ValidateAsync(HttpContext context, JobUploadRequest request) =>
        ReceiveAsync<ValidationResponse>(
            context,
            request.Format,
            UploadReader.Memory + UploadFindings.Memory,
            digest: null,
            async (reader, cancellationToken) => (await validation.OfAsync(request.Head, reader, cancellationToken), null)
        );

    private async Task<(ReceivedUpload? Received, Problem? Problem)> SubmitAsync(
        HttpContext context,
        JobUploadRequest request,
        IdempotencyKey? key,
        BodyDigest? digest,
        UploadReader reader,
        CancellationToken cancellationToken
    )
    {
        var caller = Caller.Of(context);
        await using var upload = uploads.Begin(caller, request.Head);
        while (await reader.ReadAsync(cancellationToken) is { } part)
        {
            // What follows the first invalid field is read only to report further ones.
            if (reader.Errors.Any)
                continue;
            if (ExcessOf(reader, caller.Quota) is { } excess)
                return (new ReceivedUpload(new SubmissionReceipt(0, Replayed: false, Conflict: false, excess), 0, 0), null);
            if (!await upload.AddAsync(part))
                return (null, Problem.Unavailable);
        }

        if (reader.Errors.Any)
            return (null, InvalidBody.Refuse(reader.Errors));
        var fingerprint = digest is null ? null : Fingerprint(context.Request, request.Format, digest);
        var receipt = await upload.SubmitAsync(reader.Visits, reader.Images, key, fingerprint);
        return (new ReceivedUpload(receipt, reader.Visits, reader.Images), null);
    }

    /// <summary>Returns the quota that an upload exceeds by itself, before it has arrived as a whole.</summary>
    private static QuotaExcess? ExcessOf(UploadReader reader, TenantQuota? quota) =>
        quota?.MaxImages is { } most && reader.Images > most ? new QuotaExcess(QuotaKind.Images, most, 0, reader.Images) : null;

    /// <summary>Returns a digest of the body, its format, and the query.</summary>
    private static string Fingerprint(HttpRequest request, UploadFormat format, BodyDigest digest) =>
        string.Create(CultureInfo.InvariantCulture, $"upload {format.MediaType} {digest.Drain()} {request.QueryString.Value}");

    /// <summary>Reads a body with the limits of uploads. Returns why it could not be read.</summary>
    /// <param name="memory">Number of bytes that it takes in memory, at most.</param>
    private async Task<(T? Result, Problem? Problem)> ReceiveAsync<T>(
        HttpContext context,
        UploadFormat format,
        int memory,
        BodyDigest? digest,
        Func<UploadReader, CancellationToken, Task<(T?, Problem?)>> receive
    )
        where T : class
    {
        if (format.ProblemOf(context.Request) is { } problem)
            return (null, Problem.UnsupportedMediaType(problem));
        var held = budget.Begin(context, Caller.Of(context).Tenant);
        if (!held.TryGrowTo(memory / BodyBudget.MemoryPerByte))
            return (null, Problem.TooManyBodies);
        context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        using var timeout = new CancellationTokenSource(options.Value.UploadTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, context.RequestAborted);
        var body = context.Request.BodyReader;
        await using var interruption = either.Token.Register(body.CancelPendingRead);
        try
        {
            var received = await receive(new UploadReader(format, body, InvalidBody.MaxFields, digest), either.Token);
            held.Dispose();
            timeout.CancelAfter(MaxDrain);
            await ReadToEndAsync(body, either.Token);
            return received;
        }
        catch (Exception exception) when (MalformedBody.StatusOf(exception) is { } status)
        {
            // The server enforces length, rate, and framing.
            return (null, Problem.Of(status));
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return (null, Problem.Of(StatusCodes.Status408RequestTimeout));
        }
    }

    /// <summary>Discards the rest of a body that was refused, as long as it arrives.</summary>
    /// <remarks>
    /// Many clients send the whole body before they read the response. If the server closed the connection, they would lose it, and take
    /// it for a fault of the network.
    /// </remarks>
    private static async Task ReadToEndAsync(PipeReader body, CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var read = await body.ReadAsync(CancellationToken.None);
                body.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                    return;
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or OperationCanceledException)
        {
            // The rest does not arrive, or is too long. The response is the same.
        }
    }
}

/// <summary>An upload that arrived as a whole.</summary>
internal sealed record ReceivedUpload(SubmissionReceipt Receipt, int Visits, long Images);
