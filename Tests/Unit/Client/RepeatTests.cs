using System.Net;
using System.Text;
using RetailPulse.Client;

namespace RetailPulse.Tests.Unit.Client;

/// <summary>How the client repeats what was not answered, and when it gives up.</summary>
public sealed class RepeatTests : IDisposable
{
    private readonly CountingHandler service = new();
    private readonly AwaitedTime time = new(new DateTimeOffset(2026, 5, 4, 9, 30, 0, TimeSpan.Zero));
    private readonly HttpClient http;
    private readonly RetailPulseClient client;

    public RepeatTests()
    {
        http = new HttpClient(service) { BaseAddress = new Uri("http://pulse.example/") };
        client = new RetailPulseClient(http, new RetailPulseClientOptions { Time = time, ApiKey = "secret" });
    }

    private static Submission Submission => new([new VisitToMeasure("S1", ["http://a.example/"], "t")]);

    public void Dispose()
    {
        http.Dispose();
        client.Dispose();
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.RequestTimeout)]
    [InlineData(null)]
    public async Task A_submission_is_repeated_with_its_key_until_it_is_accepted(HttpStatusCode? failure)
    {
        service.Answer = request =>
            request == 3 ? Accepted()
            : failure is { } status ? new HttpResponseMessage(status)
            : throw new HttpRequestException("refused");
        var job = await PassTimeAsync(client.Jobs.SubmitAsync(Submission));
        Assert.Equal(7, job.Id);
        Assert.Equal(3, service.Requests.Count);
        Assert.NotNull(Assert.Single(service.Requests.Select(request => request.Key).Distinct()));
        Assert.All(service.Requests, request => Assert.Equal("Bearer secret", request.Authorization));
    }

    [Fact]
    public async Task An_upload_over_a_quota_is_not_repeated()
    {
        service.Answer = _ => new HttpResponseMessage(HttpStatusCode.TooManyRequests)
        {
            Content = new StringContent(
                """{"type":"about:blank","title":"Too Many Requests","status":429,"code":"quota_exceeded","instance":"urn:uuid:1"}""",
                Encoding.UTF8,
                "application/problem+json"
            ),
        };
        var refused = await Assert.ThrowsAsync<RetailPulseException>(() =>
            PassTimeAsync(client.Jobs.UploadCsvAsync(() => new MemoryStream()))
        );
        Assert.Equal("quota_exceeded", refused.Code);
        Assert.Single(service.Requests);
    }

    [Fact]
    public async Task Two_submissions_have_two_keys()
    {
        service.Answer = _ => Accepted();
        await client.Jobs.SubmitAsync(Submission);
        await client.Jobs.SubmitAsync(Submission);
        await client.Jobs.SubmitAsync(Submission, "mine");
        Assert.Equal(3, service.Requests.Select(request => request.Key).Distinct().Count());
        Assert.Equal("mine", service.Requests.Last().Key);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("Mon, 04 May 2026 09:30:07 GMT")]
    public async Task It_is_not_repeated_before_the_service_wants_it(string retryAfter)
    {
        service.Answer = request => request == 2 ? Accepted() : Busy(retryAfter);
        var job = client.Jobs.SubmitAsync(Submission);
        await Eventually.TrueAsync(() => !service.Requests.IsEmpty, "the first attempt was made");
        time.Advance(TimeSpan.FromSeconds(6.9));
        await Task.Yield();
        Assert.Single(service.Requests);
        await PassTimeAsync(job);
        Assert.Equal(2, service.Requests.Count);
    }

    [Fact]
    public async Task A_service_that_wants_to_be_left_alone_for_long_is()
    {
        service.Answer = _ => Busy("3600");
        var refused = await Assert.ThrowsAsync<RetailPulseException>(() => client.Jobs.SubmitAsync(Submission));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromHours(1)), (refused.Status, refused.RetryAfter));
        Assert.Single(service.Requests);
    }

    [Fact]
    public async Task It_gives_up_after_four_attempts()
    {
        service.Answer = _ => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        await Assert.ThrowsAsync<RetailPulseException>(() => PassTimeAsync(client.Jobs.SubmitAsync(Submission)));
        Assert.Equal(4, service.Requests.Count);
        service.Answer = _ => throw new HttpRequestException("refused");
        Assert.Null((await Assert.ThrowsAsync<RetailPulseException>(() => PassTimeAsync(client.Jobs.GetAsync(1)))).Status);
        Assert.Equal(8, service.Requests.Count);
    }

    [Fact]
    public async Task A_refusal_is_thrown_with_all_details_and_not_retried()
    {
        service.Answer = _ => new HttpResponseMessage(HttpStatusCode.BadRequest)
        {
            Content = new StringContent(
                """{"type":"about:blank","title":"Bad Request","status":400,"code":"invalid_body","detail":"Wrong.","errors":[{"field":"/count","message":"is missing"},{"field":"/a","message":"b"}]}""",
                Encoding.UTF8,
                "application/problem+json"
            ),
        };
        var refused = await Assert.ThrowsAsync<RetailPulseException>(() => client.Jobs.SubmitAsync(Submission));
        Assert.Equal(
            (HttpStatusCode.BadRequest, "invalid_body", "400: Wrong. /count: is missing (and 1 more)"),
            (refused.Status, refused.Code, refused.Message)
        );
        Assert.Equal([new FieldError("/count", "is missing"), new FieldError("/a", "b")], refused.Errors);
        Assert.Single(service.Requests);
    }

    [Fact]
    public async Task A_redirect_is_refused_with_its_target()
    {
        service.Answer = _ => new HttpResponseMessage(HttpStatusCode.MovedPermanently)
        {
            Headers = { Location = new Uri("https://pulse.example/") },
        };
        var refused = await Assert.ThrowsAsync<RetailPulseException>(() => client.Jobs.SubmitAsync(Submission));
        Assert.Equal("301: Moved Permanently: https://pulse.example/", refused.Message);
        Assert.Single(service.Requests);
    }

    [Theory]
    [InlineData("""{"jobs":[]}""")]
    [InlineData("""{"status":"ongoing"}""")]
    public async Task A_response_without_an_id_is_not_an_accepted_job(string body)
    {
        service.Answer = _ => new HttpResponseMessage { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        var refused = await Assert.ThrowsAsync<RetailPulseException>(() => client.Jobs.SubmitAsync(Submission));
        Assert.Equal((HttpStatusCode.OK, "200: the response is not what the API sends."), (refused.Status, refused.Message));
    }

    private static HttpResponseMessage Busy(string retryAfter)
    {
        var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        return response;
    }

    private static HttpResponseMessage Accepted() =>
        new(HttpStatusCode.Accepted)
        {
            Content = new StringContent(
                """{"id":7,"status":"ongoing","visits":1,"images":1,"links":{"self":"/api/v1/jobs/7","images":"/api/v1/jobs/7/images"},"more":1}""",
                Encoding.UTF8,
                "application/json"
            ),
        };

    private Task<T> PassTimeAsync<T>(Task<T> call) => time.PassUntilAsync(call);
}
