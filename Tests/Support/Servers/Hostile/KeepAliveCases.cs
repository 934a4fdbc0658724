using RetailPulse.Images;

namespace RetailPulse.Tests.Support.Servers.Hostile;

/// <summary>Connections that claim to stay open, and do not. The next request must succeed all the same.</summary>
internal static class KeepAliveCases
{
    public static IEnumerable<HostileCase> All { get; } =
    [
        new("/keep-alive", ImageReason.None, conversation => SayAndStayAsync(conversation)),
        new("/keep-alive/refuses", ImageReason.Http404, conversation => SayAndStayAsync(conversation, 404)),
        new("/keep-alive/closes", ImageReason.None, conversation => conversation.SendAsync(Say.WithImage(200, "Connection: keep-alive"))),
        new(
            "/keep-alive/dies",
            ImageReason.None,
            conversation => conversation.Requests > 1 ? Task.CompletedTask : SayAndStayAsync(conversation)
        ),
        new(
            "/keep-alive/resets",
            ImageReason.None,
            async conversation =>
            {
                if (conversation.Requests > 1)
                    conversation.Break();
                else
                    await SayAndStayAsync(conversation);
            }
        ),
        new(
            "/keep-alive/says-too-much",
            ImageReason.None,
            async conversation =>
            {
                await conversation.SendAsync([.. Say.WithImage(200), .. Say.WithImage(404)]);
                conversation.KeptAlive = true;
            }
        ),
    ];

    private static async Task SayAndStayAsync(Conversation conversation, int status = 200)
    {
        await conversation.SendAsync(Say.WithImage(status));
        conversation.KeptAlive = true;
    }
}
