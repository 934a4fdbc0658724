using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Demo;

/// <summary>The image host of the demo's second job: slow, rate limited, and with one image for most reasons to fail.</summary>
internal sealed class DemoImages(TimeProvider time)
{
    public const string Root = "/samples/host";

    /// <summary>Time between two images. The last of 200 is sent well within the time limit of an attempt.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(120);

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(4);

    private readonly Lock gate = new();
    private DateTimeOffset next;
    private long restsUntil;
    private int allowed;

    public void Map(IEndpointRouteBuilder routes, string samples)
    {
        routes.MapGet($"{Root}/{{name}}", (string name, string? copy) => SendAsync(samples, name, copy));
        routes.MapGet(
            $"{Root}/limited/{{name}}",
            (string name, string? copy, HttpResponse response) => Limit(samples, name, copy, response)
        );
        routes.MapGet($"{Root}/broken/{{kind}}", (string kind, HttpResponse response) => Break(samples, kind, response));
    }

    /// <summary>Returns a sample when its turn comes.</summary>
    private async Task<Results<FileContentHttpResult, NotFound>> SendAsync(string samples, string name, string? copy)
    {
        await Task.Delay(Turn(), time);
        return Send(samples, name, copy);
    }

    private TimeSpan Turn()
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            next = next < now ? now + Pace : next + Pace;
            return next - now;
        }
    }

    /// <summary>Returns a sample. The bytes after its end make the copies of one sample different photos.</summary>
    private static Results<FileContentHttpResult, NotFound> Send(string samples, string name, string? copy)
    {
        var path = Path.Combine(samples, Path.GetFileName(name));
        if (!File.Exists(path))
            return TypedResults.NotFound();
        return TypedResults.Bytes([.. File.ReadAllBytes(path), .. System.Text.Encoding.UTF8.GetBytes(copy ?? "")], "image/*");
    }

    /// <summary>Sends two images, and then requests a pause.</summary>
    private IResult Limit(string samples, string name, string? copy, HttpResponse response)
    {
        lock (gate)
        {
            if (time.GetTimestamp() >= restsUntil)
                (restsUntil, allowed) = (time.GetTimestamp() + (long)(Rest.TotalSeconds * time.TimestampFrequency), 2);
            if (allowed-- <= 0)
            {
                response.Headers.RetryAfter = Rest.TotalSeconds.ToString(CultureInfo.InvariantCulture);
                return TypedResults.StatusCode(StatusCodes.Status429TooManyRequests);
            }
        }

        return Send(samples, name, copy).Result;
    }

    private static IResult Break(string samples, string kind, HttpResponse response)
    {
        switch (kind)
        {
            case "page":
                return TypedResults.Text("<!doctype html><title>Please sign in</title>", "text/html");
            case "half.jpg":
                var whole = File.ReadAllBytes(Path.Combine(samples, "shelf-front.jpg"));
                return TypedResults.Bytes(whole[..(whole.Length / 2)], "image/jpeg");
            case "logo.svg":
                return TypedResults.Text("<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml");
            case "circle":
                response.Headers.Location = $"{Root}/broken/circle";
                return TypedResults.StatusCode(StatusCodes.Status302Found);
            default:
                return TypedResults.StatusCode(Digits.TryParse(kind, out int status) ? status : 404);
        }
    }
}
