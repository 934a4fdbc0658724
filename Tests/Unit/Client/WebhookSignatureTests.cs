using System.Text;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.Client;

namespace RetailPulse.Tests.Unit.Client;

public sealed class WebhookSignatureTests
{
    /// <summary>The example of the Standard Webhooks specification's own libraries.</summary>
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Timestamp = "1614265330";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private const string Body = """{"test": 2432232314}""";

    private static readonly DateTimeOffset Sent = DateTimeOffset.FromUnixTimeSeconds(1_614_265_330);

    [Theory]
    [InlineData(Signature)]
    [InlineData("v1,AAAA " + Signature)]
    [InlineData(Signature + " v1a,AAAA")]
    public void A_message_of_the_service_is_valid(string signatures) => Assert.True(IsValid(signatures: signatures));

    [Fact]
    public void The_secret_may_come_without_its_prefix() => Assert.True(IsValid(secret: Secret["whsec_".Length..]));

    [Theory]
    [InlineData("msg_other", Timestamp, Signature, Body)]
    [InlineData(Id, "1614265331", Signature, Body)]
    [InlineData(Id, "x", Signature, Body)]
    [InlineData(Id, Timestamp, Signature, """{"test": 2432232315}""")]
    [InlineData(Id, Timestamp, "v1,AAAA", Body)]
    [InlineData(Id, Timestamp, "v1,", Body)]
    [InlineData(Id, Timestamp, "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", Body)]
    [InlineData(Id, Timestamp, "v1,?", Body)]
    [InlineData(Id, Timestamp, "", Body)]
    [InlineData(null, Timestamp, Signature, Body)]
    [InlineData(Id, null, Signature, Body)]
    [InlineData(Id, Timestamp, null, Body)]
    public void A_changed_or_forged_webhook_is_invalid(string? id, string? timestamp, string? signatures, string body) =>
        Assert.False(WebhookSignature.IsValid(Secret, id, timestamp, signatures, Encoding.UTF8.GetBytes(body), new FakeTimeProvider(Sent)));

    [Theory]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public void An_old_webhook_is_invalid(int secondsLater, bool valid) => Assert.Equal(valid, IsValid(now: Sent.AddSeconds(secondsLater)));

    private static bool IsValid(string secret = Secret, string signatures = Signature, DateTimeOffset? now = null) =>
        WebhookSignature.IsValid(secret, Id, Timestamp, signatures, Encoding.UTF8.GetBytes(Body), new FakeTimeProvider(now ?? Sent));
}
