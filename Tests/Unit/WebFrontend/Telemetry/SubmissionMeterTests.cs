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

    [Fact]
    public async Task A_validation_is_no_submission() => Assert.Empty(await SubmitAsync(context => context.Response.StatusCode = 200));

    private async Task<List<string>> SubmitAsync(Action<HttpContext> answer)
    {
        using var reader = new MeterReader(meters);
        var context = new DefaultHttpContext();
        context.Request.ContentLength = 77;
        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(new MeasuredSubmission(MeasuredSubmission.V1)), "submit"));
        var meter = new SubmissionMeter(
            next =>
            {
                time.Advance(TimeSpan.FromSeconds(2));
                answer(next);
                return Task.CompletedTask;
            },
            telemetry,
            time
        );
        await meter.InvokeAsync(context);
        return reader.Take();
    }
}
