using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RetailPulse.Grains.Fairness;
using RetailPulse.Grains.Network;
using RetailPulse.Grains.Telemetry;
using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Analysis;

/// <summary>Posts each image to the analysis service of the operator and returns the JSON of its response.</summary>
/// <remarks>
/// The operator chose the address, so the rules for addresses that clients choose do not apply. Redirects are not followed: they would
/// carry the configured headers to another server.
/// </remarks>
internal sealed partial class HttpImageAnalysis : IImageAnalysis, IDisposable
{
    /// <summary>Maximum wait that the service can request, so that every image ends in bounded time.</summary>
    internal static readonly TimeSpan MaxRetryAfter = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Time that an image waits for a service that is away: it cannot be reached, or says so (503). A restart of the service must not cost
    /// images.
    /// </summary>
    /// <remarks>
    /// It begins at the later of two moments: when the image comes, and when the service goes away. So the images that wait for a permit fail together
    /// with those that have one, and a job ends in bounded time, but an image that waited long for a slow service survives its restart.
    /// </remarks>
    internal static readonly TimeSpan MaxOutage = TimeSpan.FromMinutes(1);

    /// <summary>Maximum time to connect. After it, the service counts as away, as a server does that has no power.</summary>
    private static readonly TimeSpan MaxConnectTime = TimeSpan.FromSeconds(5);

    private const int MaxBackoffSeconds = 30;

    /// <summary>Longest backoff from a service that is away, in seconds: its return should be noticed soon.</summary>
    private const int MaxAwayBackoff = 5;

    private readonly AnalysisOptions options;
    private readonly Uri endpoint;
    private readonly FairPermits permits;
    private readonly ServiceOutage outage;
    private readonly HttpMessageInvoker http;
    private readonly RandomSource random;
    private readonly ImageTelemetry telemetry;
    private readonly TimeProvider time;
    private readonly ILogger logger;

    public HttpImageAnalysis(
        IOptions<AnalysisOptions> options,
        RandomSource random,
        ImageTelemetry telemetry,
        TimeProvider time,
        ILogger<HttpImageAnalysis> logger
    )
    {
        (this.options, this.random, this.telemetry, this.time, this.logger) = (options.Value, random, telemetry, time, logger);
        endpoint = options.Value.Address ?? throw new ArgumentException("The analysis service has no address.", nameof(options));
        permits = new FairPermits(options.Value.MaxRequests);
        outage = new ServiceOutage(time);
        http = new HttpMessageInvoker(Connections(options.Value.Timeout));
    }

    public bool NeedsSlot => false;

    /// <remarks>
    /// The permit is held while the image waits for its next attempt: a service that is overloaded gets fewer requests, not others.
    /// </remarks>
    public async Task<AnalysisResult> AnalyzeAsync(AnalyzedImage image, CancellationToken cancellationToken)
    {
        var began = telemetry.Begin();
        var came = time.GetTimestamp();
        using var permit = await AcquireAsync(image, cancellationToken).ConfigureAwait(false);
        var (attempts, away) = (0, (long?)null);
        for (var request = 1; ; request++)
        {
            var answer = await PostAsync(image, cancellationToken).ConfigureAwait(false);
            if (answer.IsAway)
                away ??= Math.Max(came, outage.Begin());
            else
                outage.End();
            if (
                answer.RetryAfter is not { } wait
                || (answer.IsAway ? time.GetElapsedTime(away!.Value) >= MaxOutage : ++attempts == options.MaxAttempts)
            )
            {
                telemetry.StageEnded(ImageStage.Analysis, began);
                if (answer.Problem is { } problem)
                    LogFailed(image.Place.Image, image.Place.Visit, image.Owner.Job, problem);
                return answer.Result;
            }

            var longest = answer.IsAway ? MaxAwayBackoff : MaxBackoffSeconds;
            await Task.Delay(wait + random.Between(TimeSpan.Zero, MaxBackoff(request, longest)), time, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public void Dispose() => http.Dispose();

    private async ValueTask<FairPermits.Permit> AcquireAsync(AnalyzedImage image, CancellationToken cancellationToken)
    {
        var asked = permits.AcquireAsync(image.Owner, cancellationToken);
        if (!asked.IsCompleted)
            image.Turn?.WaitForSlot();
        var permit = await asked.ConfigureAwait(false);
        image.Turn?.Run();
        return permit;
    }

    private static SocketsHttpHandler Connections(TimeSpan timeout) =>
        new()
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = ConnectTime(timeout),
            MaxResponseDrainSize = AnalysisJson.MaxBytes,

            // Names move to other addresses, and a pooled connection must not outlive that for long.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ActivityHeadersPropagator = null,
        };

    /// <summary>Returns the time to connect, which is shorter than that of a request, so that the two can be told apart.</summary>
    private static TimeSpan ConnectTime(TimeSpan timeout) => timeout / 2 < MaxConnectTime ? timeout / 2 : MaxConnectTime;

    private async Task<Answer> PostAsync(AnalyzedImage image, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = Compose(image);
            using var response = await http.SendAsync(request, either.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode
                ? await ReadAsync(response.Content, either.Token).ConfigureAwait(false)
                : Rejected(response);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // An exception that aborts a read can look like a network error.
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception) when (limit.IsCancellationRequested)
        {
            return Answer.Late;
        }
        catch (Exception exception) when (IsAway(exception))
        {
            return Answer.Failed(ImageReason.AnalysisFailed, exception.Message, TimeSpan.Zero, isAway: true);
        }
        catch (Exception exception) when (RequestFailure.From(exception) is { } failure)
        {
            return failure == ImageReason.Timeout
                ? Answer.Late
                : Answer.Failed(ImageReason.AnalysisFailed, exception.Message, TimeSpan.Zero);
        }
    }

    /// <summary>Returns whether no connection was made. The time to connect ends with a canceled operation.</summary>
    private static bool IsAway(Exception exception) =>
        exception
            is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError }
                or OperationCanceledException { InnerException: TimeoutException };

    private HttpRequestMessage Compose(AnalyzedImage image)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = AnalysisBody.From(image).ToContent() };
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "RetailPulse");
        foreach (var header in options.Headers)
        {
            request.Headers.Remove(header.Name);
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }

        return request;
    }

    private Answer Rejected(HttpResponseMessage response)
    {
        var isTransient = response.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
        return Answer.Failed(
            ImageReason.AnalysisFailed,
            $"HTTP {(int)response.StatusCode}",
            isTransient ? RetryAfter.From(response.Headers, time.GetUtcNow(), MaxRetryAfter) ?? TimeSpan.Zero : null,
            response.StatusCode == HttpStatusCode.ServiceUnavailable
        );
    }

    private static async Task<Answer> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var bytes = new byte[AnalysisJson.MaxBytes + 1];
        await using var body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var read = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (read > AnalysisJson.MaxBytes)
            return Answer.Failed(ImageReason.AnalysisInvalid, $"the response is longer than {AnalysisJson.MaxBytes} bytes");
        return AnalysisJson.Compact(bytes.AsMemory(0, read)) is { } json
            ? new Answer(new AnalysisResult(json))
            : Answer.Failed(ImageReason.AnalysisInvalid, $"the response is not JSON, or nested deeper than {AnalysisJson.MaxDepth}");
    }

    private static TimeSpan MaxBackoff(int attempt, int longest) => TimeSpan.FromSeconds(Math.Min(1 << Math.Min(attempt - 1, 10), longest));

    [LoggerMessage(
        EventName = "AnalysisFailed",
        Level = LogLevel.Warning,
        Message = "Failed to analyze image {Image} of visit {Visit} of job {JobId}: {Problem}"
    )]
    private partial void LogFailed(int image, int visit, long jobId, string problem);

    /// <summary>The end of one request.</summary>
    /// <param name="Problem">What went wrong, for the log; <see langword="null"/> if nothing did.</param>
    /// <param name="RetryAfter">Minimum wait before another attempt; <see langword="null"/> if none can end differently.</param>
    /// <param name="IsAway">Whether the service is away, so that the request does not count as an attempt.</param>
    private readonly record struct Answer(AnalysisResult Result, string? Problem = null, TimeSpan? RetryAfter = null, bool IsAway = false)
    {
        public static readonly Answer Late = Failed(ImageReason.AnalysisTimeout, "no response in time");

        public static Answer Failed(ImageReason reason, string problem, TimeSpan? retryAfter = null, bool isAway = false) =>
            new(AnalysisResult.Failed(reason), problem, retryAfter, isAway);
    }
}
