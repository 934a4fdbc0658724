using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.Tests.Unit.WebFrontend.Access;

public sealed class AccessPolicyTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly Keys keys = new();
    private readonly AccessPolicy policy;

    public AccessPolicyTests()
    {
        keys.Set("one", "two");
        var configuration = new ConfigurationBuilder().Add(keys).Build();
        var api = configuration.GetSection(ApiOptions.Section).Get<ApiOptions>()!;
        policy = new AccessPolicy(configuration, Options.Create(api), time, NullLogger<AccessPolicy>.Instance);
    }

    public void Dispose() => policy.Dispose();

    [Fact]
    public async Task A_removed_key_aborts_its_requests_and_no_others()
    {
        var (one, again, two) = (new Request(this, "one"), new Request(this, "one"), new Request(this, "two"));
        keys.Set("two");
        Assert.Equal((1, 1, 0), (one.Aborts, again.Aborts, two.Aborts));
        foreach (var request in (Request[])[one, again, two])
            await request.EndAsync();
    }

    [Fact]
    public void Notices_follow_the_settings_in_effect()
    {
        var notices = new StartNotices(policy);
        Assert.Empty(notices.Read());
        keys.TenantOf = name => name;
        keys.Set("one", "two");
        Assert.Equal(2, notices.Read().Count());
        keys.Set("one");
        Assert.Empty(notices.Read());
    }

    /// <summary>Kestrel uses the context for the next request, or disposes it.</summary>
    [Fact]
    public async Task A_request_that_has_ended_is_not_aborted()
    {
        var request = new Request(this, "one");
        var admitted = request.Context.Features.GetRequiredFeature<AdmittedRequest>();
        await request.EndAsync();
        keys.Set("two");
        admitted.AbortUnlessAdmitted(policy.Current);
        Assert.Equal(0, request.Aborts);
    }

    /// <summary>A file that is being replaced is empty for a moment.</summary>
    [Fact]
    public async Task A_configuration_without_keys_for_a_moment_aborts_nothing()
    {
        var request = new Request(this, "one");
        keys.Set();
        Assert.False(policy.Current.Admits(request.Caller));
        time.Advance(AccessPolicy.EmptyGrace / 2);
        keys.Set("one", "two");
        time.Advance(AccessPolicy.EmptyGrace * 2);
        Assert.True(policy.Current.Admits(request.Caller));
        Assert.Equal(0, request.Aborts);
        await request.EndAsync();
    }

    [Fact]
    public async Task A_configuration_that_stays_without_keys_aborts_all_requests()
    {
        var request = new Request(this, "one");
        keys.Set();
        time.Advance(AccessPolicy.EmptyGrace / 2);
        Assert.Equal(0, request.Aborts);
        time.Advance(AccessPolicy.EmptyGrace);
        Assert.Equal(1, request.Aborts);
        await request.EndAsync();
    }

    [Fact]
    public async Task A_key_that_does_not_return_after_such_a_moment_aborts_its_requests()
    {
        var request = new Request(this, "one");
        keys.Set();
        keys.Set("two");
        Assert.Equal(1, request.Aborts);
        await request.EndAsync();
    }

    /// <summary>A request with a key, until it is told to end.</summary>
    private sealed class Request : IHttpRequestLifetimeFeature
    {
        private readonly TaskCompletionSource ending = new();
        private readonly Task answered;

        public Request(AccessPolicyTests test, string key)
        {
            Context.Features.Set<IHttpRequestLifetimeFeature>(this);
            Context.Request.Headers[AccessRules.KeyHeader] = key;
            Caller = test.policy.Current.Identify(Context.Request)!;
            answered = test.policy.AnswerAsync(Context, Caller, session: null, _ => ending.Task);
        }

        public HttpContext Context { get; } = new DefaultHttpContext();

        public Caller Caller { get; }

        public int Aborts { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => Aborts++;

        public Task EndAsync()
        {
            ending.SetResult();
            return answered;
        }
    }

    /// <summary>A file with keys.</summary>
    private sealed class Keys : ConfigurationProvider, IConfigurationSource
    {
        public Func<string, string> TenantOf { get; set; } = _ => "acme";

        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public void Set(params string[] names)
        {
            Data.Clear();
            foreach (var (at, name) in names.Index())
            {
                Data[$"{ApiOptions.Section}:Keys:{at}:Name"] = name;
                Data[$"{ApiOptions.Section}:Keys:{at}:Tenant"] = TenantOf(name);
                Data[$"{ApiOptions.Section}:Keys:{at}:Role"] = "read";
                Data[$"{ApiOptions.Section}:Keys:{at}:Sha256"] = NewKey.Sha256(name);
            }

            OnReload();
        }
    }
}
