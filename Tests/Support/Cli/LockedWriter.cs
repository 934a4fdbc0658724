using System.Text;

namespace RetailPulse.Tests.Support.Cli;

/// <summary>Collects a text that can be read while it is written.</summary>
internal sealed class LockedWriter : TextWriter
{
    private readonly Lock gate = new();
    private readonly StringBuilder text = new();

    public override Encoding Encoding => Encoding.Unicode;

    public override void Write(char value)
    {
        lock (gate)
            text.Append(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        lock (gate)
            text.Append(buffer, index, count);
    }

    public override void Write(string? value)
    {
        lock (gate)
            text.Append(value);
    }

    public override string ToString()
    {
        lock (gate)
            return text.ToString();
    }
}
