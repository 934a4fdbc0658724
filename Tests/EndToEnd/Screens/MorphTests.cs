using Microsoft.Playwright;

namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>How a page takes over what a newer one shows.</summary>
[Collection(ScreenTests.Name)]
public sealed class MorphTests(ScreenFixture fixture) : ScreenTest(fixture)
{
    private const string Morph = """
        async ([before, after]) => {
          const { morph } = await import(document.querySelector('script[type=module]').src.replace('main.js', 'render.js'));
          const parse = html => new DOMParser().parseFromString(`<main>${html}</main>`, 'text/html').querySelector('main');
          const from = document.importNode(parse(before), true);
          document.body.append(from);
          const kept = [...from.querySelectorAll('[data-keep]')];
          kept.forEach((element, at) => (element.textContent = `kept ${at}`));
          const nav = from.querySelector('nav');
          const link = from.querySelector('nav a');
          link?.focus();
          morph(from, parse(after));
          const result = [...from.children].map(child => `${child.id || child.nodeName.toLowerCase()}:${child.textContent}`);
          const same = from.querySelector('nav') === nav && document.activeElement === link;
          from.remove();
          return [...result, `same ${same}`];
        }
        """;

    [Theory]
    [InlineData(
        "<p>1</p> <nav id=tabs><a href=#>tabs</a></nav> <form id=filters data-keep></form> <div id=rows data-keep></div>",
        "<p>2</p> <section id=failures>new</section> <nav id=tabs><a href=#>tabs</a></nav> <form id=filters data-keep>x</form> <div id=rows data-keep>x</div>",
        "p:2 failures:new tabs:tabs filters:kept 0 rows:kept 1 same true"
    )]
    [InlineData(
        "<p>1</p> <section id=waits>old</section> <nav id=tabs><a href=#>tabs</a></nav> <form id=filters data-keep></form> <div id=rows data-keep></div>",
        "<p>2</p> <nav id=tabs><a href=#>tabs</a></nav> <form id=filters data-keep>x</form> <div id=rows data-keep>x</div>",
        "p:2 tabs:tabs filters:kept 0 rows:kept 1 same true"
    )]
    [InlineData(
        "<section id=waits>w</section> <section id=failures>1</section> <nav id=tabs><a href=#>tabs</a></nav> <p>end</p>",
        "<section id=failures>2</section> <nav id=tabs><a href=#>tabs</a></nav> <p>end</p> <p>more</p>",
        "failures:2 tabs:tabs p:end p:more same true"
    )]
    [InlineData(
        "<p>1</p><b>2</b><nav><a href=#>tabs</a></nav>",
        "<p>1</p><i>3</i><nav><a href=#>tabs</a></nav>",
        "p:1 i:3 nav:tabs same true"
    )]
    public async Task Parts_appear_and_disappear_and_the_others_stay_the_same(string before, string after, string expected)
    {
        var page = await Screens.OpenAsync("/jobs");
        Assert.Equal(expected, string.Join(' ', await page.EvaluateAsync<string[]>(Morph, new[] { before, after })));
    }

    [Fact]
    public async Task A_row_that_leaves_the_list_shows_how_its_job_ended()
    {
        var gate = new TaskCompletionSource();
        (Screens.Product.Fetcher.Gate, Screens.Product.Fetcher.Gated) = (
            gate.Task,
            url => url.Contains("leaving", StringComparison.Ordinal)
        );
        var id = await Screens.Api.SubmitAsync(("S1", ["http://leaving.example/1"]));
        var page = await Screens.OpenAsync("/jobs?status=ongoing");
        await Assertions.Expect(page.Locator("#live")).ToHaveAttributeAsync("data-state", "open");
        var row = page.Locator($"table.jobs tbody tr[data-key='{id}']");
        await Assertions.Expect(row.Locator(".status").First).ToHaveTextAsync("ongoing");

        // The second job keeps the list from being empty.
        var last = new TaskCompletionSource();
        Screens.Product.Fetcher.Gate = last.Task;
        var other = await Screens.Api.SubmitAsync(("S1", ["http://leaving.example/2"]));
        await Assertions.Expect(page.Locator("#fresh")).ToHaveTextAsync("1 new");
        gate.SetResult();
        await Screens.Api.EndAsync(id);
        await Assertions.Expect(row.Locator(".status").First).ToHaveTextAsync("completed");
        last.SetResult();
        await Screens.Api.EndAsync(other);
    }
}
