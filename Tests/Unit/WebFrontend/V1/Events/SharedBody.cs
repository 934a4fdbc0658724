using System.Text;

namespace RetailPulse.Tests.Unit.WebFrontend.V1.Events;

/// <summary>The body of a response that can be read while it is written.</summary>
internal class SharedBody : MemoryStream
{
    private readonly Lock gate = new();

    public string Text
    {
        get
        {
            lock (gate)
                return Encoding.UTF8.GetString(ToArray());
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (gate)
            Write(buffer.Span);
        return ValueTask.CompletedTask;
    }
}
