using RetailPulse.Images;

namespace RetailPulse.Tests.Support.Servers.Hostile;

/// <summary>One way in which a server misbehaves, and the required outcome.</summary>
/// <param name="Path">Where it is served, from the root, such as <c>/silent</c>.</param>
/// <param name="Reason"><see cref="ImageReason.None"/> when the image must be measured in spite of it.</param>
/// <param name="Answer">Action of the server after it received the request. The connection closes afterwards.</param>
internal sealed record HostileCase(string Path, ImageReason Reason, Func<Conversation, Task> Answer)
{
    /// <summary>A case whose answer is sent whole, and then the connection closes.</summary>
    public static HostileCase Saying(string path, ImageReason reason, params byte[][] pieces) =>
        new(path, reason, conversation => conversation.SendAsync(pieces));
}
