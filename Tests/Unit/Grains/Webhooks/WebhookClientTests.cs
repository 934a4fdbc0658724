using System.Net;
using System.Text;
using Microsoft.Extensions.Options;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Network;
using RetailPulse.Grains.Webhooks;
using RetailPulse.Images;
using RetailPulse.Webhooks;

namespace RetailPulse.Tests.Unit.Grains.Webhooks;

/// <summary>Tests where webhooks are sent, and which parts of the responses are kept.</summary>
public sealed class WebhookClientTests
{
    [Fact]
    public async Task The_beginning_of_a_public_response_is_kept()
    {
        using var content = new ByteArrayContent([.. "a\0b"u8, .. Enumerable.Repeat((byte)'x', 5_000)]);
        var kept = await WebhookClient.ReadAsync(content, CancellationToken.None);
        Assert.Equal(("a\uFFFDbx", WebhookClient.MaxResponse), (kept[..4], Encoding.UTF8.GetByteCount(kept) - 2));
    }

    [Fact]
    public async Task Of_a_response_from_an_opened_network_only_the_status_is_kept()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = _ => (500, "the inside");
        using var post = Post(new WebhooksOptions { AllowedNetworks = ["127.0.0.1/32"] });
        var (attempt, _) = await post.SendAsync(Delivery(receiver.Url), Secrets, CancellationToken.None);
        Assert.Equal((500, ImageReason.None, ""), (attempt.Status, attempt.Reason, attempt.Answer));
        Assert.Single(receiver.Received);
    }

    [Fact]
    public async Task A_receiver_with_a_public_and_an_opened_address_says_nothing_either()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = _ => (200, "the inside");
        using var post = Post(new WebhooksOptions { AllowedNetworks = ["127.0.0.1/32"] }, "127.0.0.1", "192.0.2.1");
        var (refused, _) = await post.SendAsync(Delivery($"http://both.example:{receiver.Port}/"), Secrets, CancellationToken.None);
        Assert.Equal(ImageReason.RefusedAddress, refused.Reason);
        using var both = Post(new WebhooksOptions { AllowedNetworks = ["127.0.0.1/32"] }, "127.0.0.1", "8.8.4.4");
        var (attempt, _) = await both.SendAsync(Delivery($"http://both.example:{receiver.Port}/"), Secrets, CancellationToken.None);
        Assert.Equal((200, ""), (attempt.Status, attempt.Answer));
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("127.0.0.1")]
    public async Task A_name_that_resolves_to_this_machine_receives_nothing(string address)
    {
        using var post = Post(new WebhooksOptions(), address);
        var (attempt, _) = await post.SendAsync(Delivery("http://here.example/"), Secrets, CancellationToken.None);
        Assert.Equal((null, ImageReason.RefusedAddress), (attempt.Status, attempt.Reason));
    }

    private static WebhookSecrets Secrets => new("whsec_MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA=", null, null);

    private static ClaimedDelivery Delivery(string url) =>
        new("msg_1", url, new Uri(url).Authority, "{}", "acme", Attempt: 1, ScheduleStep: 0);

    private static WebhookClient Post(WebhooksOptions options, params string[] addresses) =>
        new(
            new FakeNames { Answer = (_, _) => addresses },
            new OwnAddresses(() => [IPAddress.Parse("8.8.8.8")], TimeProvider.System),
            Options.Create(new ImagesOptions { AllowedNetworks = ["127.0.0.0/8"] }),
            Options.Create(options),
            Unheard.Fetches,
            TimeProvider.System,
            TimeProvider.System
        );
}
