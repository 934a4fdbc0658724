using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RetailPulse.Client;
using RetailPulse.Silo.Logging;
using RetailPulse.WebFrontend.Access;

namespace RetailPulse.Tests.Contract;

/// <summary>The id of a request: on its response, in its problem, and in the log. <see cref="AnswerCheck"/> finds it on every response.</summary>
public sealed class RequestIdTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Fact]
    public async Task A_problem_names_the_request()
    {
        await using var product = new Product();
        await product.InitializeAsync();
        using var first = await product.Http.GetAsync("/api/v1/jobs/4711");
        using var second = await product.Http.GetAsync("/api/v1/nothing");
        Assert.NotEqual(IdOf(first), IdOf(second));
        foreach (var response in (HttpResponseMessage[])[first, second])
        {
            var problem = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());
            Assert.Equal($"urn:uuid:{IdOf(response)}", problem.GetProperty("instance").GetString());
        }

        var failure = await Assert.ThrowsAsync<RetailPulseException>(() => product.Client.Jobs.GetAsync(4711));
        Assert.True(Guid.TryParseExact(failure.RequestId, "D", out _));
    }

    /// <summary>The audit is part of the front end. A grain gets the id from Orleans.</summary>
    [Fact]
    public async Task The_log_names_the_request_and_its_trace()
    {
        var log = new RequestLog();
        await using var product = new Product(Path.GetTempPath(), real: false, ("Logging:LogLevel:RetailPulse", "Information"))
        {
            Replace = services => services.AddSingleton<ILoggerProvider>(log),
        };
        await product.InitializeAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/jobs")
        {
            Content = new StringContent(InvalidBodies.Valid, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("traceparent", $"00-{Trace}-00f067aa0ba902b7-01");
        using var response = await product.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        await Eventually.TrueAsync(
            () => log.Seen.Contains((Audit.Category, new LoggedRequest(IdOf(response), Trace))),
            "the audit names the request and its trace"
        );
        Assert.Contains(
            log.Seen,
            entry => entry.Category.EndsWith("JobGrain", StringComparison.Ordinal) && entry.At.Request == IdOf(response)
        );
    }

    [Fact]
    public async Task Every_response_to_a_limited_key_has_its_limit()
    {
        await using var keyed = new KeyedProduct(
            ("RetailPulse:Api:Keys:0:RequestsPerSecond", "1"),
            ("RetailPulse:Api:Keys:0:RequestBurst", "3")
        );
        await keyed.InitializeAsync();
        var forbidden = (await keyed.SendAsync("acme-read", HttpMethod.Get, "/api/v1/hosts")).Response;
        Assert.Equal((HttpStatusCode.Forbidden, "\"requests\";r=3;t=0"), (forbidden.StatusCode, LimitOf(forbidden)));
        HttpResponseMessage last;
        do
        {
            last = (await keyed.SendAsync("acme-read", HttpMethod.Get, "/api/v1/jobs/4711")).Response;
            Assert.Equal("\"requests\";q=3;w=3", last.Headers.GetValues("RateLimit-Policy").Single());
            Assert.Matches("^\"requests\";r=[0-2];t=[1-3]$", LimitOf(last));
        } while (last.StatusCode == HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.TooManyRequests, last.StatusCode);
        Assert.StartsWith("\"requests\";r=0;", LimitOf(last), StringComparison.Ordinal);
        Assert.False((await keyed.SendAsync("zeta-admin", HttpMethod.Get, "/api/v1/me")).Response.Headers.Contains("RateLimit"));
    }

    private static string LimitOf(HttpResponseMessage response) => response.Headers.GetValues("RateLimit").Single();

    private static string IdOf(HttpResponseMessage response) => response.Headers.GetValues("Request-Id").Single();

    /// <summary>Notes which request each entry belongs to, as the formatters do.</summary>
    private sealed class RequestLog : ILoggerProvider
    {
        public ConcurrentQueue<(string Category, LoggedRequest At)> Seen { get; } = [];

        public ILogger CreateLogger(string categoryName) => new Logger(categoryName, Seen);

        public void Dispose() { }

        private sealed class Logger(string category, ConcurrentQueue<(string, LoggedRequest)> seen) : ILogger
        {
            public void Log<TState>(
                LogLevel logLevel,
                EventId eventId,
                TState state,
                Exception? exception,
                Func<TState, Exception?, string> formatter
            ) => seen.Enqueue((category, LoggedRequest.Current));

            public bool IsEnabled(LogLevel logLevel) => true;

            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;
        }
    }
}
