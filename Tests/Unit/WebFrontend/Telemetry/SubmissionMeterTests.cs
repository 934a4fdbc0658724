using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Telemetry;

namespace RetailPulse.Tests.Unit.WebFrontend.Telemetry;

public sealed class SubmissionMeterTests : IDisposable
{
    private readonly Meters meters = new();
    private readonly FakeTimeProvider time = new();
    private readonly FrontEndTelemetry telemetry;

    public SubmissionMeterTests() => telemetry = new FrontEndTelemetry(meters);

    public void Dispose() => meters.Dispose();

    [Theory]
    [InlineData(201, "accepted")]
    [InlineData(202, "accepted")]
    [InlineData(400, "invalid")]
    [InlineData(413, "invalid")]
    [InlineData(422, "invalid")]
    [InlineData(429, "quota")]
    [InlineData(503, "unavailable")]
    public async Task A_submission_has_its_result_duration_and_size(int status, string result)
    {
        var seen = await SubmitAsync(context => context.Response.StatusCode = status);
        Assert.Equal(
            [
                $"retailpulse.job.submitted 1 route=/api/v1/jobs result={result}",
                $"retailpulse.job.submission.duration 2 route=/api/v1/jobs result={result}",
                $"retailpulse.job.submission.size 77 route=/api/v1/jobs result={result}",
            ],
            seen
        );
    }

    [Fact]
    public async Task A_repeated_submission_is_replayed() =>
        Assert.Contains(
            "retailpulse.job.submitted 1 route=/api/v1/jobs result=replayed",
            await SubmitAsync(context =>
            {
                context.Response.StatusCode = 202;
                context.Response.Headers[IdempotencyKey.ReplayedHeader] = "true";
            })
        );

    [Fact]
    public async Task A_key_of_another_body_is_a_conflict() =>
        Assert.Contains(
            "retailpulse.job.submitted 1 route=/api/v1/jobs result=conflict",
            await SubmitAsync(context =>
            {
                context.Response.StatusCode = 422;
                SubmissionMeter.Conflicts(context);
            })
        );

    public static TheoryData<Exception, string> Failures =>
        new()
        {
            { new InvalidOperationException("broken"), "unavailable" },
            { new BadHttpRequestException("bad"), "invalid" },
            { new IOException("a chunk of a size that no number holds", new OverflowException()), "invalid" },
        };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_submission_that_throws_has_a_result(Exception failure, string result)
    {
        var seen = new List<string>();
        await Assert.ThrowsAnyAsync<Exception>(() => SubmitAsync(_ => throw failure, seen: seen));
        Assert.Contains($"retailpulse.job.submitted 1 route=/api/v1/jobs result={result}", seen);
    }

    [Theory]
    [InlineData(2, "aborted")]
    [InlineData(0.5, null)]
    public async Task A_client_that_waited_in_vain_is_counted(double seconds, string? result)
    {
        var seen = await SubmitAsync(context => context.RequestAborted = new CancellationToken(canceled: true), seconds);
        Assert.Equal(
            result is null ? [] : [$"retailpulse.job.submitted 1 route=/api/v1/jobs result={result}"],
            seen.Where(line => line.StartsWith("retailpulse.job.submitted", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Every_result_is_exported_for_both_routes_before_the_first_submission()
    {
        using var reader = new MeterReader(meters);
        telemetry.Zero();
        var seen = reader.Take();
        foreach (var route in MeasuredSubmission.Routes)
        foreach (var result in Enum.GetValues<SubmissionResult>())
            Assert.Contains($"retailpulse.job.submitted 0 route={route} result={$"{result}".ToLowerInvariant()}", seen);
        Assert.InRange(seen.Count(line => line.StartsWith("retailpulse.access.refused 0 ", StringComparison.Ordinal)), 5, 20);
    }

    [Fact]
    public async Task A_validation_is_no_submission() => Assert.Empty(await SubmitAsync(context => context.Response.StatusCode = 200));

    private async Task<List<string>> SubmitAsync(Action<HttpContext> answer, double seconds = 2, List<string>? seen = null)
    {
        using var reader = new MeterReader(meters);
        var context = new DefaultHttpContext();
        context.Request.ContentLength = 77;
        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(new MeasuredSubmission(MeasuredSubmission.V1)), "submit"));
        var meter = new SubmissionMeter(
            next =>
            {
                time.Advance(TimeSpan.FromSeconds(seconds));
                answer(next);
                return Task.CompletedTask;
            },
            telemetry,
            time
        );
        try
        {
            await meter.InvokeAsync(context);
        }
        finally
        {
            seen ??= [];
            seen.AddRange(reader.Take());
        }

        return seen;
    }
}
